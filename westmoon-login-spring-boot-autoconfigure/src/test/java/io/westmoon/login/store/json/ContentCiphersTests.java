package io.westmoon.login.store.json;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ContentCiphersTests {

	private static final String PROPERTY = "westmoon.login.store.encryption.keys";

	private static final String NAME = "default/tokens.json";

	private static final byte[] CONTENT = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

	private static final String OLD = key(1);

	private static final String NEW = key(2);

	private final ContentCipher cipher = ContentCiphers.of(List.of(OLD), PROPERTY);

	/**
	 * What {@code javax.crypto} makes of the bytes 0 to 31 as key and a nonce of a0 to
	 * ab.
	 */
	@Test
	void theFormatIsThatOfTink() throws Exception {
		ContentCipher known = ContentCiphers.of(List.of("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="), PROPERTY);
		byte[] stored = HexFormat.of()
			.parseHex("017f657970a0a1a2a3a4a5a6a7a8a9aaab9d3a1d0f7ffa7fd239d306d51528b7b272f7f462f939eb");
		assertThat(known.decrypt(stored, NAME)).isEqualTo(CONTENT);
		assertThat(known.encrypt(CONTENT, NAME)).hasSameSizeAs(stored).startsWith(0x01, 0x7f, 0x65, 0x79, 0x70);
	}

	@Test
	void whatIsEncryptedCanBeDecrypted() throws Exception {
		byte[] stored = this.cipher.encrypt(CONTENT, NAME);
		assertThat(new String(stored, StandardCharsets.ISO_8859_1))
			.doesNotContain(new String(CONTENT, StandardCharsets.ISO_8859_1));
		assertThat(this.cipher.decrypt(stored, NAME)).isEqualTo(CONTENT);
		assertThat(stored.length - CONTENT.length).isPositive().isLessThanOrEqualTo(ContentCipher.MAX_OVERHEAD);
		assertThat(this.cipher.encrypt(CONTENT, NAME)).as("another nonce").isNotEqualTo(stored);
		assertThat(this.cipher.encrypts()).isTrue();
	}

	@Test
	void theFirstKeyEncryptsAndAllDecrypt() throws Exception {
		ContentCipher rotated = ContentCiphers.of(List.of(NEW, OLD), PROPERTY);
		ContentCipher prepared = ContentCiphers.of(List.of(OLD, NEW, OLD), PROPERTY);
		byte[] before = this.cipher.encrypt(CONTENT, NAME);
		byte[] after = rotated.encrypt(CONTENT, NAME);
		assertThat(rotated.decrypt(before, NAME)).isEqualTo(CONTENT);
		assertThat(prepared.decrypt(after, NAME)).isEqualTo(CONTENT);
		assertThat(ContentCiphers.of(List.of(NEW), PROPERTY).decrypt(after, NAME)).isEqualTo(CONTENT);
		assertUndecryptable(this.cipher, after, NAME);
		assertThat(this.cipher.decrypt(prepared.encrypt(CONTENT, NAME), NAME)).isEqualTo(CONTENT);
	}

	@Test
	void contentIsBoundToItsName() {
		byte[] stored = this.cipher.encrypt(CONTENT, NAME);
		assertUndecryptable(this.cipher, stored, "other/tokens.json");
		assertUndecryptable(this.cipher, stored, "");
	}

	@Test
	void aChangeOfAnyByteIsNoticed() throws Exception {
		byte[] stored = this.cipher.encrypt(CONTENT, NAME);
		for (int i = 1; i < stored.length; i++) {
			byte[] changed = stored.clone();
			changed[i] ^= 0x10;
			assertUndecryptable(this.cipher, changed, NAME);
		}
		for (int length = 1; length < stored.length; length++) {
			assertUndecryptable(this.cipher, Arrays.copyOf(stored, length), NAME);
		}
		assertUndecryptable(this.cipher, Arrays.copyOf(stored, stored.length + 1), NAME);
		byte[] laterFormat = stored.clone();
		laterFormat[0] = 2;
		assertUndecryptable(this.cipher, laterFormat, NAME);
	}

	/**
	 * Then it counts as plain, and is no JSON.
	 */
	@Test
	void aChangeOfTheFormatIsNoticedByWhoeverReadsTheContent() throws Exception {
		byte[] changed = this.cipher.encrypt(CONTENT, NAME);
		changed[0] ^= 0x10;
		byte[] read = this.cipher.decrypt(changed, NAME);
		assertThatExceptionOfType(CorruptContentException.class).isThrownBy(() -> StoreJson.object(read));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":1}", " {}", "\n\t{}", "\r\n{}", "\ufeff{}", "", "\0\0\0", "[]", "x" })
	void whatIsNotEncryptedIsReturnedAsItIs(String plain) throws Exception {
		byte[] stored = plain.getBytes(StandardCharsets.UTF_8);
		assertThat(this.cipher.decrypt(stored, NAME)).isEqualTo(stored);
		assertThat(ContentCipher.NONE.decrypt(stored, NAME)).isEqualTo(stored);
	}

	@Test
	void withoutKeysNothingIsEncryptedAndWhatIsEncryptedIsNotTakenForDamaged() {
		ContentCipher none = ContentCiphers.of(List.of(), PROPERTY);
		assertThat(none).isSameAs(ContentCipher.NONE);
		assertThat(none.encrypt(CONTENT, NAME)).isEqualTo(CONTENT);
		assertThat(none.encrypts()).isFalse();
		assertThatExceptionOfType(UndecryptableContentException.class)
			.isThrownBy(() -> none.decrypt(this.cipher.encrypt(CONTENT, NAME), NAME))
			.withMessageContaining("no keys are set under " + PROPERTY);
	}

	@Test
	void encryptionThatIsSwitchedOffStillReads() throws Exception {
		ContentCipher off = ContentCiphers.decryptOnly(this.cipher);
		assertThat(off.encrypts()).isFalse();
		assertThat(off.encrypt(CONTENT, NAME)).isEqualTo(CONTENT);
		assertThat(off.decrypt(this.cipher.encrypt(CONTENT, NAME), NAME)).isEqualTo(CONTENT);
		assertThat(off.decrypt(CONTENT, NAME)).isEqualTo(CONTENT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "s3cret-not-base64!", "s3cret", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==",
			"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g" })
	void aKeyThatIsNoneIsNamedByItsIndexAndNeverShown(String key) {
		assertThatExceptionOfType(EncryptionKeysException.class)
			.isThrownBy(() -> ContentCiphers.of(List.of(OLD, key), PROPERTY))
			.withNoCause()
			.satisfies((error) -> {
				assertThat(error.property()).isEqualTo(PROPERTY + "[1]");
				assertThat(error).hasMessageContaining(PROPERTY + "[1]")
					.hasMessageContaining("openssl rand -base64 32")
					.hasMessageNotContaining("s3cret")
					.hasMessageNotContaining("AAEC")
					.hasMessageNotContaining(OLD);
			});
	}

	@Test
	void aKeyMayHaveSpaceAroundIt() throws Exception {
		ContentCipher spaced = ContentCiphers.of(List.of(" " + OLD + "\n"), PROPERTY);
		assertThat(spaced.decrypt(this.cipher.encrypt(CONTENT, NAME), NAME)).isEqualTo(CONTENT);
	}

	@Test
	void aCipherShowsNothing() {
		assertThat(this.cipher).hasToString("ContentCipher[AES-256-GCM, keys=1]");
		assertThat(JsonMapper.shared().writeValueAsString(this.cipher))
			.isEqualTo("\"ContentCipher[AES-256-GCM, keys=1]\"");
		assertThat(ContentCiphers.decryptOnly(this.cipher).toString()).doesNotContain(OLD);
		assertThat(ContentCipher.NONE).hasToString("ContentCipher.NONE");
	}

	@Test
	void withoutTinkTheMissingDependencyIsNamed() throws Exception {
		List<URL> urls = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			if (!Path.of(entry).getFileName().toString().startsWith("tink-")) {
				urls.add(Path.of(entry).toUri().toURL());
			}
		}
		try (URLClassLoader withoutTink = new URLClassLoader(urls.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader())) {
			Class<?> ciphers = withoutTink.loadClass(ContentCiphers.class.getName());
			assertThat(ciphers).isNotSameAs(ContentCiphers.class);
			assertThat(ciphers.getMethod("of", List.class, String.class).invoke(null, List.of(), PROPERTY))
				.hasToString("ContentCipher.NONE");
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(InvocationTargetException.class)
					.isThrownBy(() -> ciphers.getMethod("of", List.class, String.class)
						.invoke(null, List.of(OLD), PROPERTY))
					.havingCause()
					.withMessageContaining(PROPERTY)
					.withMessageContaining("Add the dependency com.google.crypto.tink:tink")
					.withMessageNotContaining(OLD);
			}
		}
	}

	private static void assertUndecryptable(ContentCipher cipher, byte[] stored, String name) {
		assertThatExceptionOfType(UndecryptableContentException.class).isThrownBy(() -> cipher.decrypt(stored, name))
			.withMessageContaining("none of the keys under " + PROPERTY + " fits")
			.withMessageNotContaining(OLD)
			.withNoCause();
	}

	private static String key(int filler) {
		byte[] key = new byte[32];
		Arrays.fill(key, (byte) filler);
		return Base64.getEncoder().encodeToString(key);
	}

}
