package io.westmoon.login;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Makes the ids of attempts: 128 random bits, which nobody can guess. Computes them
 * without reading from the system each time, since event loops need them too.
 */
final class AttemptIds {

	private static final int BYTES = 16;

	private static final SecureRandom RANDOM = seeded();

	private AttemptIds() {
	}

	static String next() {
		byte[] bits = new byte[BYTES];
		RANDOM.nextBytes(bits);
		return HexFormat.of().formatHex(bits);
	}

	private static SecureRandom seeded() {
		try {
			return SecureRandom.getInstance("DRBG");
		}
		catch (NoSuchAlgorithmException ex) {
			return new SecureRandom();
		}
	}

}
