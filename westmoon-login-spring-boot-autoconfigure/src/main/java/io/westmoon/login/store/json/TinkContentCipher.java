package io.westmoon.login.store.json;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonValue;
import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;

/**
 * AES-256-GCM with the name as associated data, in the format of Tink: the byte 1, four
 * bytes that name the key, twelve bytes of nonce, the encrypted content and sixteen bytes
 * of tag. The name of a key is computed from the key, so that all processes agree on it
 * whatever the order of their keys is. The only class that needs Tink.
 */
final class TinkContentCipher implements ContentCipher {

	private static final String KEY_ID_DOMAIN = "westmoon-login key id";

	private final Aead aead;

	private final int keys;

	private final String property;

	private TinkContentCipher(Aead aead, int keys, String property) {
		this.aead = aead;
		this.keys = keys;
		this.property = property;
	}

	/**
	 * Makes a cipher.
	 * @param keys keys of 32 bytes; the first one encrypts, all decrypt
	 * @param property the name of the property that holds the keys, for messages
	 * @return the cipher
	 * @throws EncryptionKeysException if the keys cannot be used together
	 */
	static ContentCipher of(List<byte[]> keys, String property) {
		try {
			Map<Integer, byte[]> byId = byId(keys, property);
			AeadConfig.register();
			KeysetHandle.Builder keyset = KeysetHandle.newBuilder();
			boolean first = true;
			for (Map.Entry<Integer, byte[]> key : byId.entrySet()) {
				KeysetHandle.Builder.Entry entry = KeysetHandle.importKey(key(key.getKey(), key.getValue()));
				keyset.addEntry(first ? entry.makePrimary() : entry);
				first = false;
			}
			Aead aead = keyset.build().getPrimitive(RegistryConfiguration.get(), Aead.class);
			return new TinkContentCipher(aead, byId.size(), property);
		}
		catch (GeneralSecurityException ex) {
			throw new EncryptionKeysException(property,
					"This Java platform does not encrypt with AES-256-GCM (" + ex.getClass().getSimpleName() + ").",
					"Use another one, or remove the keys to encrypt nothing.");
		}
	}

	private static Map<Integer, byte[]> byId(List<byte[]> keys, String property) throws GeneralSecurityException {
		Map<Integer, byte[]> byId = new LinkedHashMap<>();
		for (int i = 0; i < keys.size(); i++) {
			byte[] key = keys.get(i);
			byte[] other = byId.putIfAbsent(id(key), key);
			if (other != null && !Arrays.equals(other, key)) {
				throw new EncryptionKeysException(property + "[" + i + "]",
						"The key cannot be told from one before it.", "Make another one.");
			}
		}
		return byId;
	}

	private static int id(byte[] key) throws GeneralSecurityException {
		MessageDigest digest = MessageDigest.getInstance("SHA-256");
		digest.update(KEY_ID_DOMAIN.getBytes(StandardCharsets.US_ASCII));
		byte[] hash = digest.digest(key);
		return (hash[0] & 0xff) << 24 | (hash[1] & 0xff) << 16 | (hash[2] & 0xff) << 8 | (hash[3] & 0xff);
	}

	@AccessesPartialKey
	private static AesGcmKey key(int id, byte[] bytes) throws GeneralSecurityException {
		AesGcmParameters parameters = AesGcmParameters.builder()
			.setKeySizeBytes(32)
			.setIvSizeBytes(12)
			.setTagSizeBytes(16)
			.setVariant(AesGcmParameters.Variant.TINK)
			.build();
		return AesGcmKey.builder()
			.setParameters(parameters)
			.setKeyBytes(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()))
			.setIdRequirement(id)
			.build();
	}

	@Override
	public byte[] encrypt(byte[] content, String name) {
		try {
			return this.aead.encrypt(content, associatedData(name));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("AES-256-GCM does not encrypt any more; restart the application", ex);
		}
	}

	@Override
	public byte[] decrypt(byte[] stored, String name) throws CorruptContentException {
		if (!ContentCiphers.isEncrypted(stored)) {
			return stored;
		}
		try {
			return this.aead.decrypt(stored, associatedData(name));
		}
		catch (GeneralSecurityException ex) {
			throw new UndecryptableContentException("it is encrypted, and none of the keys under " + this.property
					+ " fits, or it was changed or copied here from elsewhere");
		}
	}

	private static byte[] associatedData(String name) {
		return name.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Shows no key.
	 */
	@Override
	@JsonValue
	public String toString() {
		return "ContentCipher[AES-256-GCM, keys=" + this.keys + "]";
	}

}
