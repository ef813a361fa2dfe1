package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.store.json.ContentCiphers;
import io.westmoon.login.store.json.SessionJson;
import io.westmoon.login.store.json.StoreJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Mono;

import static io.westmoon.login.store.Samples.NOW;
import static io.westmoon.login.store.Samples.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is in the directory if the files are encrypted, and what happens with other keys.
 */
@ExtendWith(OutputCaptureExtension.class)
class EncryptedFilesTests {

	private static final WestmoonSession SESSION = Samples.session("access-secret").withUser(Samples.user());

	@TempDir
	private Path directory;

	@Test
	void noSecretIsInTheDirectoryAtAnyStepOfALogin() throws IOException {
		try (FileSessionStore store = open(Keys.cipher(1))) {
			LoginAttempt first = Samples.first();
			LoginAttempt shown = first.shown(Samples.code("scan-secret"));
			LoginAttempt confirmed = shown.scanned().confirmed(SESSION);
			LoginAttempt accepted = confirmed.accepted(SESSION, "85844");
			LoginAttempt failed = LoginAttempt.begin("default", accepted)
				.shown(Samples.code("scan-secret"))
				.failed(new LoginFailure(LoginFailure.Kind.CANCELED), NOW.plusSeconds(60));
			for (LoginAttempt step : List.of(first, shown, shown.scanned(), confirmed)) {
				write(store, step);
			}
			assertThat(get(store.save(SESSION))).isTrue();
			write(store, accepted);
			write(store, LoginAttempt.begin("default", accepted));
			write(store, LoginAttempt.begin("default", accepted).shown(Samples.code("scan-secret")));
			write(store, failed);
			assertThat(names()).contains("tokens.json", "login_attempt.json");
			write(store, LoginAttempt.loggedOut("default", failed, List.of(SESSION)));
		}
	}

	@Test
	void whatWasWrittenBeforeIsReadAndEncryptedWhenItIsWrittenNext() throws IOException {
		LoginAttempt shown = Samples.first().shown(Samples.code("scan-secret"));
		try (FileSessionStore plain = open(ContentCipher.NONE)) {
			assertThat(get(plain.compareAndSet(Samples.first()))).isTrue();
			assertThat(get(plain.compareAndSet(shown))).isTrue();
			assertThat(get(plain.save(SESSION))).isTrue();
			assertThat(names()).contains("pending_login.json", "qr_codes/login_qr_1775639444.png");
		}
		try (FileSessionStore store = open(Keys.cipher(1))) {
			assertThat(get(store.load())).isEqualTo(SESSION);
			assertThat(get(store.attempt())).isEqualTo(shown);
			assertThat(get(store.save(SESSION))).isTrue();
			write(store, shown.scanned());
			assertThat(get(store.load())).isEqualTo(SESSION);
			assertThat(get(store.attempt())).isEqualTo(shown.scanned());
			assertThat(names()).doesNotContain("pending_login.json", "qr_codes/login_qr_1775639444.png");
		}
	}

	@Test
	void encryptionThatIsSwitchedOffLosesNothing() throws IOException {
		write(Keys.cipher(1));
		try (FileSessionStore store = open(ContentCiphers.decryptOnly(Keys.cipher(1)))) {
			assertThat(get(store.load())).isEqualTo(SESSION);
			assertThat(get(store.save(SESSION))).isTrue();
			assertThat(this.directory.resolve("tokens.json")).hasBinaryContent(SessionJson.write(SESSION));
		}
	}

	@Test
	void keysAreRotatedWithoutALogin() throws IOException {
		write(Keys.cipher(1));
		try (FileSessionStore store = open(Keys.cipher(2, 1))) {
			assertThat(get(store.load())).isEqualTo(SESSION);
			assertThat(get(store.save(SESSION))).isTrue();
			write(store, get(store.attempt()).shown(Samples.code("scan-secret")));
		}
		try (FileSessionStore store = open(Keys.cipher(2))) {
			assertThat(get(store.load())).isEqualTo(SESSION);
			assertThat(get(store.attempt()).state()).isEqualTo(AttemptState.SHOWN);
		}
	}

	@Test
	void twoStoresWithTheSameKeysShareALogin() throws IOException {
		try (FileSessionStore store = open(Keys.cipher(1)); FileSessionStore other = open(Keys.cipher(1))) {
			LoginAttempt first = Samples.first();
			write(store, first);
			assertThat(get(other.attempt())).isEqualTo(first);
			assertThat(get(other.compareAndSet(Samples.first()))).isFalse();
			assertThat(get(other.save(SESSION))).isTrue();
			assertThat(get(store.load())).isEqualTo(SESSION);
			assertThat(get(store.remove(SESSION))).isTrue();
			assertThat(get(other.load())).isNull();
		}
	}

	@Test
	void twoProcessesWithTheSameKeyShareALogin() throws Exception {
		write(Keys.cipher(1));
		assertThat(otherProcess("1")).contains("read access-secret NEEDED", "saved true");
		try (FileSessionStore store = open(Keys.cipher(1))) {
			assertThat(get(store.load()).accessToken()).isEqualTo("access-2");
		}
		assertThat(otherProcess("2")).contains("cannot be decrypted").doesNotContain("saved");
	}

	@Test
	void aFileOfAnotherKeyStaysWhereItIs(CapturedOutput output) throws IOException {
		write(Keys.cipher(1));
		staysUntouched(Keys.cipher(2), "none of the keys under westmoon.login.store.encryption.keys fits");
		assertThat(output.getAll()).doesNotContain("damaged").doesNotContain("secret");
	}

	@Test
	void anEncryptedFileStaysWhereItIsIfThereAreNoKeys(CapturedOutput output) throws IOException {
		write(Keys.cipher(1));
		staysUntouched(ContentCipher.NONE, "no keys are set under westmoon.login.store.encryption.keys");
		assertThat(output.getAll()).doesNotContain("damaged").doesNotContain("secret");
	}

	@Test
	void aFileThatWasChangedStaysWhereItIs() throws IOException {
		write(Keys.cipher(1));
		for (String name : List.of("tokens.json", "login_attempt.json")) {
			Path file = this.directory.resolve(name);
			byte[] content = Files.readAllBytes(file);
			content[content.length / 2] ^= 1;
			Files.write(file, content);
		}
		staysUntouched(Keys.cipher(1), "it was changed");
	}

	@Test
	void aFileOfAnotherAccountOrOfAnotherNameIsNotRead(@TempDir Path elsewhere) throws IOException {
		write(Keys.cipher(1));
		Files.copy(this.directory.resolve("tokens.json"), elsewhere.resolve("tokens.json"));
		try (FileSessionStore other = new FileSessionStore("other", elsewhere, Keys.cipher(1), Samples.CLOCK)) {
			assertRefused(other.load(), "copied here from elsewhere");
		}
		Files.delete(elsewhere.resolve("tokens.json"));
		Files.copy(this.directory.resolve("tokens.json"), elsewhere.resolve("login_attempt.json"));
		try (FileSessionStore moved = new FileSessionStore("default", elsewhere, Keys.cipher(1), Samples.CLOCK)) {
			assertRefused(moved.attempt(), "copied here from elsewhere");
		}
	}

	/**
	 * Another process encrypts a file while this one, without keys, moves the damaged one
	 * aside.
	 */
	@Test
	void aFileThatTurnsOutToBeEncryptedIsMovedBack() throws IOException {
		Path path = Files.writeString(this.directory.resolve("file"), "{");
		byte[] encrypted = Keys.cipher(1).encrypt(new byte[] { '{', '}' }, "name");
		Clock clock = new Clock() {

			@Override
			public Instant instant() {
				try {
					Files.write(path, encrypted);
				}
				catch (IOException ex) {
					throw new AssertionError(ex);
				}
				return NOW;
			}

			@Override
			public ZoneId getZone() {
				return ZoneOffset.UTC;
			}

			@Override
			public Clock withZone(ZoneId zone) {
				return this;
			}

		};
		StoreFile file = new StoreFile(path, FilePermissions.of(path), clock);
		assertThatExceptionOfType(SessionStoreException.class)
			.isThrownBy(() -> file.readOrQuarantine((content) -> SessionJson.read(content, NOW)));
		assertThat(path).hasBinaryContent(encrypted);
		assertThat(names()).containsExactly("file");
	}

	@Test
	void aDamagedPlainFileIsStillKeptAside() throws IOException {
		Files.writeString(this.directory.resolve("tokens.json"), "{\"access_tok");
		try (FileSessionStore store = open(Keys.cipher(1))) {
			assertThat(get(store.load())).isNull();
			assertThat(names()).anyMatch((name) -> name.startsWith("tokens.json.corrupt-"));
		}
	}

	@Test
	void aLoginOfTheExistingToolIsNoAttempt() throws IOException {
		Files.writeString(this.directory.resolve("pending_login.json"), "{\"scan_token\": \"theirs\", \"created_at\": "
				+ NOW.getEpochSecond() + ".0, \"poll_interval_ms\": 4000}");
		try (FileSessionStore store = open(Keys.cipher(1))) {
			assertThat(get(store.attempt())).isNull();
		}
	}

	@Test
	void thereIsNoPlaceForTheUnencryptedPictureOfACode() {
		try (FileSessionStore store = open(Keys.cipher(1))) {
			assertThat(store.scanLocation(Samples.code("s"))).isNull();
		}
	}

	@Test
	void theLargestAttemptFitsInSpiteOfTheBytesThatEncryptionAdds() throws IOException {
		WestmoonSession large = new WestmoonSession("a".repeat(StoreJson.MAX_BYTES - 300), "", "Bearer", Duration.ZERO,
				null, NOW, null);
		byte[] json = SessionJson.write(large);
		WestmoonSession largest = new WestmoonSession(
				"a".repeat(large.accessToken().length() + StoreJson.MAX_BYTES - json.length), "", "Bearer",
				Duration.ZERO, null, NOW, null);
		try (FileSessionStore store = open(Keys.cipher(1))) {
			assertThat(get(store.save(largest))).isTrue();
			assertThat(get(store.load())).isEqualTo(largest);
		}
	}

	private void staysUntouched(ContentCipher cipher, String reason) throws IOException {
		byte[] tokens = Files.readAllBytes(this.directory.resolve("tokens.json"));
		byte[] attempt = Files.readAllBytes(this.directory.resolve("login_attempt.json"));
		List<String> names = names();
		try (FileSessionStore store = open(cipher)) {
			assertRefused(store.load(), reason);
			assertRefused(store.attempt(), reason);
			assertRefused(store.save(Samples.session("new", NOW.plusSeconds(9))), reason);
			assertRefused(store.remove(SESSION), reason);
			assertRefused(store.compareAndSet(Samples.first()), reason);
			assertRefused(store.compareAndSet(LoginAttempt.loggedOut("default", Samples.first(), List.of())), reason);
		}
		assertThat(this.directory.resolve("tokens.json")).hasBinaryContent(tokens);
		assertThat(this.directory.resolve("login_attempt.json")).hasBinaryContent(attempt);
		assertThat(names()).containsAll(names).noneMatch((name) -> name.contains(".corrupt-"));
	}

	private void assertRefused(Mono<?> operation, String reason) {
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> operation.block(TIMEOUT))
			.withMessageContaining("cannot be decrypted")
			.withMessageContaining(reason)
			.withMessageContaining("It is left as it is")
			.withMessageContaining("delete the file and log in again")
			.withMessageNotContaining("secret");
	}

	private void write(ContentCipher cipher) throws IOException {
		try (FileSessionStore store = open(cipher)) {
			assertThat(get(store.save(SESSION))).isTrue();
			write(store, Samples.first());
		}
	}

	/**
	 * Writes an attempt and looks for secrets in all files.
	 */
	private void write(FileSessionStore store, LoginAttempt next) throws IOException {
		assertThat(get(store.compareAndSet(next))).as(next.toString()).isTrue();
		for (String name : names()) {
			String content = Files.readString(this.directory.resolve(name), StandardCharsets.ISO_8859_1);
			assertThat(content).as(name)
				.doesNotContain("secret")
				.doesNotContain("token")
				.doesNotContain(new String(Samples.PNG, StandardCharsets.ISO_8859_1))
				.doesNotContain("iVBORw0KGgo")
				.doesNotContain("85844");
		}
	}

	private FileSessionStore open(ContentCipher cipher) {
		return new FileSessionStore("default", this.directory, cipher, Samples.CLOCK);
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.walk(this.directory).filter(Files::isRegularFile)) {
			return files.map((file) -> this.directory.relativize(file).toString()).toList();
		}
	}

	private String otherProcess(String key) throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), ProcessThatReads.class.getName(), this.directory.toString(), key)
			.redirectErrorStream(true)
			.start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			return output;
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static <T> T get(Mono<T> mono) {
		return mono.block(TIMEOUT);
	}

}
