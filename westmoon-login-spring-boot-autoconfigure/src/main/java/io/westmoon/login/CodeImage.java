package io.westmoon.login;

import java.util.Arrays;
import java.util.Base64;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The picture of a code: PNG, JPEG, GIF or WebP, at most 2 MiB and 4,096 x 4,096 pixels.
 * Only its header is ever looked at. Immutable.
 */
public final class CodeImage {

	private static final int MAX_BYTES = 2 * 1024 * 1024;

	private static final int MAX_SIDE = 4096;

	private static final String DATA = "data:image/";

	private static final String BASE64 = ";base64";

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
		if (bytes.length > MAX_BYTES) {
			throw new IllegalArgumentException("The picture has " + bytes.length + " bytes, more than " + MAX_BYTES);
		}
		ImageHeader header = ImageHeader.read(bytes);
		if (header.width() < 1 || header.height() < 1 || header.width() > MAX_SIDE || header.height() > MAX_SIDE) {
			throw new IllegalArgumentException(
					"The picture claims a size that is not within 1 to " + MAX_SIDE + " pixels a side");
		}
		return new CodeImage(header.mediaType(), bytes.clone());
	}

	/**
	 * Takes a data URI with a picture in Base64, for instance
	 * {@code data:image/png;base64,...}. What kind of picture it is tells its signature,
	 * whatever the URI says; white space within the Base64 is ignored.
	 * @param dataUri the data URI
	 * @return the image
	 * @throws IllegalArgumentException if it is no such URI or picture, or too large; the
	 * message never shows the data
	 */
	public static CodeImage ofDataUri(String dataUri) {
		String uri = dataUri.strip();
		int comma = uri.indexOf(',');
		if (comma < 0 || !uri.regionMatches(true, 0, DATA, 0, DATA.length())
				|| !uri.regionMatches(true, comma - BASE64.length(), BASE64, 0, BASE64.length())) {
			throw new IllegalArgumentException("The picture is not a data URI such as data:image/png;base64,...");
		}
		if (uri.length() - comma > 2 * MAX_BYTES) {
			throw new IllegalArgumentException("The picture's data URI is longer than " + 2 * MAX_BYTES);
		}
		return of(decode(uri.substring(comma + 1)));
	}

	private static byte[] decode(String base64) {
		StringBuilder dense = new StringBuilder(base64.length());
		base64.chars().filter((c) -> !Character.isWhitespace(c)).forEach((c) -> dense.append((char) c));
		try {
			return Base64.getDecoder().decode(dense.toString());
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("The picture's data URI is not valid Base64");
		}
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

	/**
	 * Keeps Jackson from writing it as JSON, whatever the visibility that a mapper is
	 * configured with.
	 */
	@JsonValue
	Object json() {
		throw new UnsupportedOperationException(
				"A CodeImage is not written as JSON by itself, since whoever scans it decides who logs in. Use dataUri() to show it");
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
