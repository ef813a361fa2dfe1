package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.store.Samples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static io.westmoon.login.store.Samples.NOW;
import static io.westmoon.login.store.Samples.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files by which the existing tool and this library see one another's codes.
 */
class AttemptFilesTests {

	private static final long SECOND = NOW.getEpochSecond();

	@TempDir
	private Path directory;

	private FileSessionStore store;

	@BeforeEach
	void open() {
		this.store = new FileSessionStore("default", this.directory, Samples.CLOCK);
	}

	@Test
	void aCodeIsRememberedForTheTool() throws IOException {
		show("s");
		assertThat(pending()).content().isEqualTo("""
				{
				  "scan_token": "s",
				  "poll_interval_ms": 5000,
				  "created_at": 1775639444.0
				}""");
		Path image = this.directory.resolve("qr_codes/login_qr_1775639444.png");
		assertThat(image).hasBinaryContent(Samples.PNG);
		assertThat(mode(pending())).isEqualTo("rw-------");
		assertThat(mode(image)).isEqualTo("rw-------");
		assertThat(mode(image.getParent())).isEqualTo("rwx------");
	}

	@Test
	void aCodeThatIsGoneIsForgotten() throws IOException {
		LoginAttempt shown = show("s");
		write(shown.scanned());
		assertThat(pending()).exists();
		write(shown.scanned().confirmed(Samples.session("a")));
		assertThat(pending()).doesNotExist();
		assertThat(images()).isEmpty();
	}

	@Test
	void aNewCodeReplacesTheOneBefore() throws IOException {
		LoginAttempt shown = show("s");
		LoginQrCode next = new LoginQrCode("t", Samples.code("t").image(), NOW.plusSeconds(9), NOW.plusSeconds(309),
				Duration.ofSeconds(5));
		write(shown.codeEnded());
		assertThat(pending()).doesNotExist();
		write(shown.codeEnded().shown(next));
		assertThat(pending()).content().contains("\"t\"");
		assertThat(images()).containsExactly("login_qr_1775639453.png");
	}

	@Test
	void anotherProgramsCodeSurvivesTheEndOfOurs() throws IOException {
		LoginAttempt shown = show("s");
		pending("theirs", SECOND);
		image(SECOND + 60);
		write(shown.failed(new LoginFailure(LoginFailure.Kind.CANCELED), NOW.plusSeconds(60)));
		assertThat(pending()).content().contains("theirs");
		assertThat(images()).containsExactly("login_qr_" + (SECOND + 60) + ".png");
	}

	@Test
	void aLoginRemovesAllCodes() throws IOException {
		LoginAttempt shown = show("s");
		pending("theirs", SECOND);
		image(SECOND + 60);
		Files.writeString(this.directory.resolve("qr_codes/holiday.png"), "mine");
		write(shown.accepted(Samples.session("a"), null));
		assertThat(pending()).doesNotExist();
		assertThat(images()).containsExactly("holiday.png");
	}

	@Test
	void aLogoutRemovesAllCodes() throws IOException {
		LoginAttempt shown = show("s");
		pending("theirs", SECOND);
		write(LoginAttempt.loggedOut(shown.account(), shown, List.of()));
		assertThat(pending()).doesNotExist();
		assertThat(images()).isEmpty();
	}

	@Test
	void oldPicturesAreCleanedUp() throws IOException {
		image(SECOND - 3601);
		image(SECOND - 3600);
		write(Samples.first());
		assertThat(images()).containsExactly("login_qr_" + (SECOND - 3600) + ".png");
	}

	@Test
	void aLoginThatTheToolBeganCountsAsAnAttempt() throws IOException {
		pending("theirs", SECOND - 299);
		image(SECOND - 301);
		LoginAttempt adopted = get(this.store.attempt());
		assertThat(adopted.state()).isEqualTo(AttemptState.SHOWN);
		assertThat(adopted.id()).matches("[0-9a-f]{32}").isEqualTo(get(this.store.attempt()).id());
		assertThat(adopted.version()).isZero();
		LoginQrCode code = adopted.code();
		assertThat(code.scanToken()).isEqualTo("theirs");
		assertThat(code.pollInterval()).isEqualTo(Duration.ofSeconds(4));
		assertThat(code.issuedAt()).isEqualTo(NOW.minusSeconds(299));
		assertThat(code.expiresAt()).isEqualTo(NOW.plusSeconds(1));
		assertThat(code.image().bytes()).isEqualTo(Samples.PNG);
		assertThat(Path.of(this.store.scanLocation(code))).hasBinaryContent(Samples.PNG);
		write(adopted.scanned());
		assertThat(get(this.store.attempt())).isEqualTo(adopted.scanned());
		assertThat(Path.of(this.store.scanLocation(code))).hasBinaryContent(Samples.PNG);
	}

	@Test
	void theIdOfAnotherProgramsLoginIsTheSameInAllProcessesOfTheDirectoryAndNowhereElse(@TempDir Path elsewhere)
			throws Exception {
		pending("theirs", SECOND);
		Files.copy(pending(), elsewhere.resolve("pending_login.json"));
		String id = get(this.store.attempt()).id();
		String hash = HexFormat.of()
			.formatHex(MessageDigest.getInstance("SHA-256").digest("theirs".getBytes(StandardCharsets.UTF_8)));
		assertThat(id).hasSize(32).isNotEqualTo(hash.substring(0, 32));
		assertThat(mode(this.directory.resolve(".attempt.key"))).isEqualTo("rw-------");
		try (FileSessionStore second = new FileSessionStore("default", this.directory, Samples.CLOCK);
				FileSessionStore other = new FileSessionStore("default", elsewhere, Samples.CLOCK)) {
			assertThat(get(second.attempt()).id()).isEqualTo(id);
			assertThat(get(other.attempt()).id()).isNotEqualTo(id);
		}
	}

	@Test
	void aCorruptKeyIsReplaced() throws IOException {
		pending("theirs", SECOND);
		String id = get(this.store.attempt()).id();
		Path key = this.directory.resolve(".attempt.key");
		Files.writeString(key, "not a key");
		assertThat(get(this.store.attempt()).id()).hasSize(32)
			.isNotEqualTo(id)
			.isEqualTo(get(this.store.attempt()).id());
		assertThat(key).content().matches("[0-9a-f]{64}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "secret\\u00e9", "two words", "line\\nbreak" })
	void aScanTokenThatCannotBeOneIsIgnored(String scanToken) throws IOException {
		pending(scanToken, SECOND);
		assertThat(get(this.store.attempt())).isNull();
		assertThat(pending()).exists();
	}

	@Test
	void aPictureOfAnotherMomentIsNotTakenForTheCodes() throws IOException {
		pending("theirs", SECOND);
		image(SECOND - 3);
		image(SECOND + 3);
		assertThat(get(this.store.attempt()).code().image()).isNull();
		image(SECOND + 2);
		assertThat(get(this.store.attempt()).code().image()).isNotNull();
	}

	@Test
	void aPictureIsLookedForUntilItIsFoundAndThenNeverAgain() throws IOException {
		pending("theirs", SECOND);
		image(SECOND);
		LoginQrCode code = get(this.store.attempt()).code();
		Files.delete(this.directory.resolve("qr_codes/login_qr_" + SECOND + ".png"));
		assertThat(get(this.store.attempt()).code()).isEqualTo(code);
		pending("another", SECOND);
		assertThat(get(this.store.attempt()).code().image()).isNull();
	}

	@Test
	void aPictureIsWrittenOnce() throws IOException {
		LoginAttempt shown = show("s");
		Path image = this.directory.resolve("qr_codes/login_qr_" + SECOND + ".png");
		Object key = Files.readAttributes(image, BasicFileAttributes.class).fileKey();
		write(shown.scanned());
		assertThat(Files.readAttributes(image, BasicFileAttributes.class).fileKey()).isEqualTo(key);
	}

	@Test
	void theDirectoryOfThePicturesIsNarrowedIfOthersHaveAccess() throws IOException {
		Path images = Files.createDirectory(this.directory.resolve("qr_codes"));
		Files.setPosixFilePermissions(images, PosixFilePermissions.fromString("rwxr-xr-x"));
		show("s");
		assertThat(mode(images)).isEqualTo("rwx------");
	}

	@ParameterizedTest
	@CsvSource({ "1,PT0.001S", "300000,PT5M", "0,PT5S", "300001,PT5S", "null,PT5S" })
	void aPollIntervalThatMakesNoSenseIsTheDefault(String written, Duration read) throws IOException {
		Files.writeString(pending(), content("s", SECOND).replace("4000", written));
		assertThat(get(this.store.attempt()).code().pollInterval()).isEqualTo(read);
	}

	@Test
	void anAdoptedAttemptGoesOnFromTheOneThatEnded() throws IOException {
		LoginAttempt ended = Samples.first().accepted(Samples.session("a"), "85844");
		write(Samples.first());
		write(ended);
		pending("theirs", SECOND);
		LoginAttempt adopted = get(this.store.attempt());
		assertThat(adopted.version()).isEqualTo(ended.version());
		assertThat(adopted.pinnedUserId()).isEqualTo("85844");
		assertThat(adopted.code().image()).isNull();
		write(adopted.confirmed(Samples.session("a")));
		assertThat(pending()).doesNotExist();
	}

	@Test
	void aLivingAttemptIsNotReplacedByTheTools() throws IOException {
		LoginAttempt shown = show("s");
		pending("theirs", SECOND);
		assertThat(get(this.store.attempt())).isEqualTo(shown);
	}

	@Test
	void aPendingLoginThatIsOldHalfWrittenOrOfNobodyIsIgnored() throws IOException {
		for (String content : new String[] { content("s", SECOND - 300), content("s", SECOND + 300),
				content("", SECOND), "{\"scan_token\": \"s\"}", "{\"scan_tok", "" }) {
			Files.writeString(pending(), content);
			assertThat(get(this.store.attempt())).as(content).isNull();
			assertThat(pending()).exists();
		}
	}

	private LoginAttempt show(String scanToken) {
		LoginAttempt first = Samples.first();
		write(first);
		LoginAttempt shown = first.shown(Samples.code(scanToken));
		write(shown);
		return shown;
	}

	private void write(LoginAttempt next) {
		assertThat(get(this.store.compareAndSet(next))).isTrue();
	}

	private Path pending() {
		return this.directory.resolve("pending_login.json");
	}

	private void pending(String scanToken, long createdAt) throws IOException {
		Files.writeString(pending(), content(scanToken, createdAt));
	}

	private static String content(String scanToken, long createdAt) {
		return "{\"scan_token\": \"" + scanToken + "\", \"poll_interval_ms\": 4000, \"created_at\": " + createdAt
				+ ".0}";
	}

	private void image(long second) throws IOException {
		Files.write(Files.createDirectories(this.directory.resolve("qr_codes")).resolve("login_qr_" + second + ".png"),
				Samples.PNG);
	}

	private Stream<String> images() throws IOException {
		try (Stream<Path> files = Files.list(this.directory.resolve("qr_codes"))) {
			return files.map((file) -> file.getFileName().toString()).toList().stream();
		}
	}

	private static String mode(Path path) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
	}

	private static <T> T get(Mono<T> mono) {
		return mono.block(TIMEOUT);
	}

}
