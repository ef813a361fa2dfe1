package io.westmoon.login.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signatures of robots that ask for one. Both are HMAC-SHA256 in Base64, with the
 * same text in different places.
 */
final class Signatures {

	private Signatures() {
	}

	/**
	 * Signs as DingTalk wants it: the key is the secret.
	 * @param timestamp the time in milliseconds
	 */
	static String dingTalk(long timestamp, String secret) {
		return hmac(secret, timestamp + "\n" + secret);
	}

	/**
	 * Signs as Feishu wants it: the key is the text, and nothing is signed.
	 * @param timestamp the time in seconds
	 */
	static String feishu(long timestamp, String secret) {
		return hmac(timestamp + "\n" + secret, "");
	}

	private static String hmac(String key, String text) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
			return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("HmacSHA256 cannot be computed", ex);
		}
	}

}
