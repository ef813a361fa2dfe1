package io.westmoon.login;

import java.nio.charset.StandardCharsets;

/**
 * Tells a picture's kind and size from its first bytes, without decoding it.
 *
 * @param mediaType the media type
 * @param width the width in pixels
 * @param height the height in pixels
 */
record ImageHeader(String mediaType, int width, int height) {

	/**
	 * Reads the header of a PNG, JPEG, GIF or WebP.
	 * @param bytes the picture
	 * @return the header
	 * @throws IllegalArgumentException if it is no such picture, or ends too early
	 */
	static ImageHeader read(byte[] bytes) {
		Reader in = new Reader(bytes);
		if (in.has(0, "\u0089PNG\r\n\u001a\n")) {
			return png(in);
		}
		if (in.has(0, "\u00ff\u00d8\u00ff")) {
			return jpeg(in);
		}
		if (in.has(0, "GIF87a") || in.has(0, "GIF89a")) {
			return new ImageHeader("image/gif", in.little(6, 2), in.little(8, 2));
		}
		if (in.has(0, "RIFF") && in.has(8, "WEBP")) {
			return webp(in);
		}
		throw new IllegalArgumentException("The picture is neither PNG, JPEG, GIF nor WebP");
	}

	private static ImageHeader png(Reader in) {
		in.expect(12, "IHDR");
		return new ImageHeader("image/png", in.big(16, 4), in.big(20, 4));
	}

	/**
	 * Walks over the segments up to the frame header (SOF0 to SOF15, without the tables
	 * DHT, JPG and DAC among them).
	 */
	private static ImageHeader jpeg(Reader in) {
		int position = 2;
		while (true) {
			in.expect(position, "\u00ff");
			int marker = in.big(position + 1, 1);
			if (marker == 0xff) {
				position++;
			}
			else if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
				return new ImageHeader("image/jpeg", in.big(position + 7, 2), in.big(position + 5, 2));
			}
			else if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
				position += 2;
			}
			else {
				int length = in.big(position + 2, 2);
				if (length < 2 || marker == 0x00 || marker == 0xd9 || marker == 0xda) {
					throw damaged();
				}
				position += 2 + length;
			}
		}
	}

	private static ImageHeader webp(Reader in) {
		if (in.has(12, "VP8X")) {
			return new ImageHeader("image/webp", in.little(24, 3) + 1, in.little(27, 3) + 1);
		}
		if (in.has(12, "VP8L")) {
			in.expect(20, "/");
			int sizes = in.little(21, 4);
			return new ImageHeader("image/webp", (sizes & 0x3fff) + 1, (sizes >>> 14 & 0x3fff) + 1);
		}
		in.expect(12, "VP8 ");
		in.expect(23, "\u009d\u0001*");
		return new ImageHeader("image/webp", in.little(26, 2) & 0x3fff, in.little(28, 2) & 0x3fff);
	}

	private static IllegalArgumentException damaged() {
		return new IllegalArgumentException("The picture's header is damaged or ends too early");
	}

	/**
	 * Reads unsigned numbers and signatures; never beyond the end. A four-byte number may
	 * come out negative.
	 */
	private record Reader(byte[] bytes) {

		boolean has(int position, String signature) {
			byte[] expected = signature.getBytes(StandardCharsets.ISO_8859_1);
			for (int i = 0; i < expected.length; i++) {
				if (position + i >= this.bytes.length || this.bytes[position + i] != expected[i]) {
					return false;
				}
			}
			return true;
		}

		void expect(int position, String signature) {
			if (!has(position, signature)) {
				throw damaged();
			}
		}

		int big(int position, int size) {
			int value = 0;
			for (int i = 0; i < size; i++) {
				value = value << 8 | at(position + i);
			}
			return value;
		}

		int little(int position, int size) {
			int value = 0;
			for (int i = size - 1; i >= 0; i--) {
				value = value << 8 | at(position + i);
			}
			return value;
		}

		private int at(int position) {
			if (position >= this.bytes.length) {
				throw damaged();
			}
			return this.bytes[position] & 0xff;
		}

	}

}
