package io.westmoon.login.store.file;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.store.json.ContentCiphers;

/**
 * Keys for tests of encrypted files.
 */
final class Keys {

	private Keys() {
	}

	/**
	 * Makes a cipher.
	 * @param numbers each stands for a key; the first one encrypts
	 */
	static ContentCipher cipher(int... numbers) {
		List<String> keys = IntStream.of(numbers).mapToObj(Keys::key).toList();
		return ContentCiphers.of(keys, "westmoon.login.store.encryption.keys");
	}

	private static String key(int number) {
		byte[] key = new byte[32];
		Arrays.fill(key, (byte) number);
		return Base64.getEncoder().encodeToString(key);
	}

}
