package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.westmoon.login.store.json.CorruptContentException;

/**
 * The random key of a directory. It turns a scan token into an id on which all processes
 * agree that share the directory, and which tells nobody else anything about the token.
 */
final class DirectoryKey {

	static final String NAME = ".attempt.key";

	private static final String ALGORITHM = "HmacSHA256";

	private static final int BYTES = 32;

	private static final int ID_LENGTH = 32;

	private static final SecureRandom RANDOM = new SecureRandom();

	private final StoreFile file;

	DirectoryKey(StoreDirectory directory, Clock clock) {
		this.file = new StoreFile(directory.file(NAME), directory.permissions(), clock);
	}

	/**
	 * Makes an id with the key; needs no lock.
	 * @param scanToken the scan token
	 * @return 128 bits in hexadecimal
	 * @throws IOException if the key cannot be read
	 * @throws CorruptContentException if there is no valid key yet
	 */
	String id(String scanToken) throws IOException, CorruptContentException {
		byte[] key = this.file.read(DirectoryKey::parse);
		if (key == null) {
			throw new CorruptContentException("there is no key yet");
		}
		return id(scanToken, key);
	}

	/**
	 * Makes an id with the key, and the key itself if there is no valid one. The caller
	 * must hold the lock.
	 * @param scanToken the scan token
	 * @return 128 bits in hexadecimal
	 * @throws IOException if the key cannot be read or written
	 */
	String createId(String scanToken) throws IOException {
		byte[] key = this.file.readOrQuarantine(DirectoryKey::parse);
		if (key == null) {
			key = new byte[BYTES];
			RANDOM.nextBytes(key);
			this.file.write(HexFormat.of().formatHex(key).getBytes(StandardCharsets.US_ASCII));
		}
		return id(scanToken, key);
	}

	private static byte[] parse(byte[] content) throws CorruptContentException {
		String text = new String(content, StandardCharsets.US_ASCII);
		if (!text.matches("[0-9a-f]{" + 2 * BYTES + "}")) {
			throw new CorruptContentException("it holds no key");
		}
		return HexFormat.of().parseHex(text);
	}

	private static String id(String scanToken, byte[] key) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(key, ALGORITHM));
			byte[] code = mac.doFinal(scanToken.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(code).substring(0, ID_LENGTH);
		}
		catch (NoSuchAlgorithmException | InvalidKeyException ex) {
			throw new IllegalStateException("Every Java platform has " + ALGORITHM, ex);
		}
	}

}
