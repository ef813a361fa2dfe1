package io.westmoon.login.test;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Random;
import java.util.zip.CRC32;

import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Draws something like a mini-program code: rays around a disc and three eyes. Draws
 * pixel by pixel, since graphics and fonts want a display or font files.
 */
final class CodePicture {

	private static final int SIZE = 280;

	private static final int RAYS = 60;

	private static final int RINGS = 8;

	private static final int WHITE = 0xffffff;

	private static final int INK = 0x1f2328;

	private static final int GREEN = 0x1a7f5a;

	/** The rows of D, E, M and O in a 5 x 7 grid. */
	private static final int[][] DEMO = { { 30, 17, 17, 17, 17, 17, 30 }, { 31, 16, 16, 30, 16, 16, 31 },
			{ 17, 27, 21, 21, 17, 17, 17 }, { 14, 17, 17, 17, 17, 17, 14 } };

	private CodePicture() {
	}

	/**
	 * Draws the picture that belongs to the scan token.
	 * @param scanToken the scan token
	 * @return a PNG of 280 x 280 pixels
	 */
	static byte[] png(String scanToken) {
		CRC32 seed = new CRC32();
		seed.update(scanToken.getBytes(StandardCharsets.UTF_8));
		BitSet dashes = BitSet.valueOf(randomBytes(seed.getValue()));
		BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
		for (int y = 0; y < SIZE; y++) {
			for (int x = 0; x < SIZE; x++) {
				image.setRGB(x, y, colour(x - SIZE / 2, y - SIZE / 2, dashes));
			}
		}
		write(image);
		return encode(image);
	}

	private static byte[] randomBytes(long seed) {
		byte[] bytes = new byte[RAYS * RINGS / 8];
		new Random(seed).nextBytes(bytes);
		return bytes;
	}

	private static int colour(int x, int y, BitSet dashes) {
		for (int[] eye : new int[][] { { -72, -72 }, { 72, -72 }, { -72, 72 } }) {
			double distance = Math.hypot(x - eye[0], y - eye[1]);
			if (distance < 26) {
				return (distance > 22 || (distance > 9 && distance < 18)) ? WHITE : INK;
			}
		}
		double radius = Math.hypot(x, y);
		if (radius < 50) {
			return GREEN;
		}
		if (radius < 58 || radius > 130) {
			return WHITE;
		}
		double turn = (Math.atan2(y, x) / (2 * Math.PI) + 1) * RAYS;
		double besideRay = Math.abs(turn - Math.rint(turn)) * 2 * Math.PI * radius / RAYS;
		int ray = (int) Math.rint(turn) % RAYS;
		int ring = (int) ((radius - 58) / (72.1 / RINGS));
		return (besideRay < 2.2 && dashes.get(ray * RINGS + ring)) ? INK : WHITE;
	}

	private static void write(BufferedImage image) {
		int scale = 3;
		int left = SIZE / 2 - (4 * 6 - 1) * scale / 2;
		int top = SIZE / 2 - 7 * scale / 2;
		for (int pixel = 0; pixel < 4 * 5 * 7 * scale * scale; pixel++) {
			int cell = pixel / (scale * scale);
			int letter = cell / 35;
			int row = cell % 35 / 5;
			int column = cell % 5;
			if ((DEMO[letter][row] >> (4 - column) & 1) == 1) {
				image.setRGB(left + (letter * 6 + column) * scale + pixel % scale,
						top + row * scale + pixel / scale % scale, WHITE);
			}
		}
	}

	private static byte[] encode(BufferedImage image) {
		ByteArrayOutputStream png = new ByteArrayOutputStream();
		try (ImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
			ImageIO.write(image, "png", out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return png.toByteArray();
	}

}
