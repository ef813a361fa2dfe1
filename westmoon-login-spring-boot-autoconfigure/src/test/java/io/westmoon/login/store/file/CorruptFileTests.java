package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.json.CorruptContentException;
import io.westmoon.login.store.json.SessionJson;
import io.westmoon.login.store.json.StoreJson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Mono;

import static io.westmoon.login.store.Samples.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class CorruptFileTests {

	@TempDir
	private Path directory;

	private FileSessionStore store;

	@BeforeEach
	void open() {
		this.store = new FileSessionStore("default", this.directory, Samples.CLOCK);
	}

	static Stream<String> damagedTokens() {
		return Stream.of("", "x-secret", "{\"access_token\":\"x-secret\"", "[]", "\"x-secret\"", "null",
				"{\"token\":\"x-secret\"}", "{\"default\":{\"access_token\":\"x-secret\"}}",
				"{\"access_token\":\"x-secret\"} more", "{\"access_token\":{\"x-secret\":1}}",
				"{\"access_token\":\"x-secret\",\"expires_at\":\"x-secret\"}",
				"{\"access_token\":\"x-secret\",\"created_at\":true}", "{\"access_token\":\"x-secret\\n\"}",
				"{\"access_token\":\"x-secret\",\"token_type\":\"Bearer\\r\\nHost: x-secret\"}",
				"{\"access_token\":\"x-secret\",\"expires_in\":\"" + "9".repeat(5000) + "\"}",
				"{\"access_token\":\"x-secret\",\"user_info\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
				"{\"access_token\":\"x-secret\",\"a\":\"" + "x".repeat(StoreJson.MAX_BYTES) + "\"}");
	}

	@ParameterizedTest
	@MethodSource("damagedTokens")
	void aDamagedSessionIsKeptAsideAndCountsAsNone(String content, CapturedOutput output) throws IOException {
		Files.writeString(this.directory.resolve("tokens.json"), content);
		assertThat(get(this.store.load())).isNull();
		assertThat(this.directory.resolve("tokens.json")).doesNotExist();
		assertThat(aside()).singleElement().satisfies((file) -> {
			assertThat(file.getFileName()).hasToString("tokens.json.corrupt-20260408091044000");
			assertThat(Files.readString(file)).isEqualTo(content);
			assertThat(output.getOut()).containsOnlyOnce("westmoon.login.store.file.StoreFile");
			assertThat(output.getOut()).contains(file.toString(), this.directory.resolve("tokens.json") + " is damaged")
				.doesNotContain("x-secret");
		});
		assertThat(get(this.store.save(Samples.session("a")))).isTrue();
		assertThat(get(this.store.load())).isEqualTo(Samples.session("a"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"format\":2}", "{\"format\":1,\"state\":\"DANCING\"}",
			"{\"format\":1,\"state\":\"SHOWN\",\"id\":\"1\",\"account\":\"default\",\"version\":1}",
			"{\"format\":1,\"state\":\"CONFIRMED\",\"id\":\"1\",\"account\":\"default\",\"version\":1}",
			"{\"format\":1,\"state\":\"NEEDED\",\"id\":\"1\",\"account\":\"default\",\"cool_down_until\":\"soon\"}" })
	void aDamagedAttemptIsKeptAsideAndCountsAsNone(String content) throws IOException {
		Files.writeString(this.directory.resolve("login_attempt.json"), content);
		assertThat(get(this.store.attempt())).isNull();
		assertThat(aside()).singleElement().satisfies((file) -> assertThat(Files.readString(file)).isEqualTo(content));
		assertThat(get(this.store.compareAndSet(Samples.first()))).isTrue();
	}

	@Test
	void aWriterKeepsADamagedFileAsideToo() throws IOException {
		Files.writeString(this.directory.resolve("tokens.json"), "{");
		Files.writeString(this.directory.resolve("login_attempt.json"), "{");
		assertThat(get(this.store.save(Samples.session("a")))).isTrue();
		assertThat(get(this.store.compareAndSet(Samples.first()))).isTrue();
		assertThat(aside()).hasSize(2);
	}

	@Test
	void keepsTwoDamagedFilesOfTheSameMoment() throws IOException {
		for (String content : List.of("{", "[")) {
			Files.writeString(this.directory.resolve("tokens.json"), content);
			get(this.store.load());
		}
		assertThat(aside()).map(Files::readString).containsExactlyInAnyOrder("{", "[");
	}

	@Test
	void aSessionThatWasOnlyHalfWrittenIsReadWhenItIsComplete() throws IOException {
		Path tokens = Files.writeString(this.directory.resolve("tokens.json"), "{\"access_tok");
		Clock clock = mock(Clock.class);
		given(clock.instant()).willAnswer((call) -> {
			Files.write(tokens, SessionJson.write(Samples.session("complete")));
			return Samples.NOW;
		});
		FileSessionStore store = new FileSessionStore("default", this.directory, clock);
		write(tokens, "{\"access_tok");
		assertThat(get(store.load())).isEqualTo(Samples.session("complete"));
		assertThat(aside()).isEmpty();
	}

	@Test
	void restoresAFileThatTurnsOutToBeFine() throws IOException {
		Path path = Files.writeString(this.directory.resolve("file"), "fine");
		AtomicInteger reads = new AtomicInteger();
		StoreFile file = new StoreFile(path, FilePermissions.of(path), Samples.CLOCK);
		String content = file.readOrQuarantine((bytes) -> {
			if (reads.incrementAndGet() == 1) {
				throw new CorruptContentException("it was half written");
			}
			return new String(bytes, StandardCharsets.UTF_8);
		});
		assertThat(content).isEqualTo("fine");
		assertThat(path).hasContent("fine");
		assertThat(aside()).isEmpty();
	}

	@Test
	void doesNotRestoreAFileOverANewOne() throws IOException {
		Path path = Files.writeString(this.directory.resolve("file"), "former");
		AtomicInteger reads = new AtomicInteger();
		StoreFile file = new StoreFile(path, FilePermissions.of(path), Samples.CLOCK);
		String content = file.readOrQuarantine((bytes) -> {
			int read = reads.incrementAndGet();
			if (read == 1) {
				throw new CorruptContentException("it was half written");
			}
			if (read == 2) {
				write(path, "new");
			}
			return new String(bytes, StandardCharsets.UTF_8);
		});
		assertThat(content).isEqualTo("new");
		assertThat(aside()).singleElement().satisfies((kept) -> assertThat(kept).hasContent("former"));
	}

	@Test
	void aLogoutDeletesWhatWasKeptAside() throws IOException {
		damage();
		Path foreign = Files.writeString(this.directory.resolve("tokens.json.corrupt-mine"), "");
		assertThat(get(this.store.compareAndSet(LoginAttempt.loggedOut("default", null, List.of())))).isTrue();
		assertThat(aside()).containsExactly(foreign);
	}

	@Test
	void nothingElseDeletesWhatWasKeptAside() throws IOException {
		damage();
		get(this.store.save(Samples.session("a")));
		get(this.store.remove(Samples.session("a")));
		get(this.store.compareAndSet(Samples.first()));
		assertThat(aside()).hasSize(2);
	}

	@Test
	void aLogoutNamesWhatItCannotDelete(CapturedOutput output) throws IOException {
		damage();
		Path stuck = Files.createDirectory(this.directory.resolve("tokens.json.corrupt-1"));
		assertThat(get(this.store.compareAndSet(LoginAttempt.loggedOut("default", null, List.of())))).isTrue();
		assertThat(aside()).containsExactly(stuck);
		assertThat(output.getOut()).contains("damaged file " + stuck + " stays");
	}

	private void damage() throws IOException {
		Files.writeString(this.directory.resolve("tokens.json"), "{");
		Files.writeString(this.directory.resolve("login_attempt.json"), "{");
		get(this.store.load());
		get(this.store.attempt());
		assertThat(aside()).hasSize(2);
	}

	private static void write(Path path, String content) {
		try {
			Files.writeString(path, content);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void whatCannotBeReadAtAllIsAnErrorThatNamesThePlace() throws IOException {
		Files.createDirectory(this.directory.resolve("tokens.json"));
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> get(this.store.load()))
			.withMessageContaining(this.directory.toString());
		assertThatExceptionOfType(SessionStoreException.class)
			.isThrownBy(() -> get(this.store.save(Samples.session("x-secret"))))
			.withMessageContaining(this.directory.toString())
			.withMessageNotContaining("x-secret");
	}

	private List<Path> aside() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.filter((file) -> file.toString().contains(".corrupt-")).toList();
		}
	}

	private static <T> T get(Mono<T> mono) {
		return mono.block(TIMEOUT);
	}

}
