package io.westmoon.login.store.file;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.json.AttemptJson;
import io.westmoon.login.store.json.CorruptContentException;
import io.westmoon.login.store.json.SessionJson;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import org.springframework.util.Assert;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that are really killed while they write, as often as the system property
 * {@code westmoon.kills} says.
 */
@Timeout(600)
class KilledProcessTests {

	private static final int KILLS = Integer.getInteger("westmoon.kills", 20);

	private static final int PLACES = 4;

	private static final long LONGEST_LIFE = Duration.ofMillis(50).toNanos();

	@TempDir
	private Path directory;

	@Test
	void aProcessThatIsKilledAtAnyMomentLeavesWhatItWroteLast() {
		System.out.println(KILLS + " kills, " + Seed.asOption());
		Flux.range(0, PLACES)
			.flatMapDelayError((place) -> Mono.fromRunnable(() -> killAgainAndAgain(place))
				.subscribeOn(Schedulers.boundedElastic()), PLACES, 1)
			.blockLast(Duration.ofMinutes(9));
	}

	private void killAgainAndAgain(int number) {
		Place place = new Place(this.directory.resolve("place-" + number));
		Random random = Seed.random(number);
		for (int kill = number; kill < KILLS; kill += PLACES) {
			try {
				place.runAndKill(random.nextLong(LONGEST_LIFE));
				place.check();
			}
			catch (Exception | AssertionError ex) {
				throw new AssertionError("Kill " + kill + " with " + Seed.asOption(), ex);
			}
		}
	}

	/**
	 * A directory in which one process after the other is killed, and what they said to
	 * have written last.
	 */
	private static final class Place {

		/** Nothing but the store and what it needs, so that a process starts quickly. */
		private static final String CLASS_PATH = Stream
			.of(ProcessThatSaves.class, FileSessionStore.class, Mono.class, Publisher.class, JsonMapper.class,
					JsonParser.class, JsonInclude.class, Assert.class, Log.class, Nullable.class)
			.map((type) -> new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getPath())
			.distinct()
			.collect(Collectors.joining(File.pathSeparator));

		private final Path path;

		private long session;

		private long attempt;

		Place(Path path) {
			this.path = path;
		}

		void runAndKill(long lifeNanos) throws IOException, InterruptedException {
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", CLASS_PATH, ProcessThatSaves.class.getName(),
					this.path.toString(), String.valueOf(this.session + 1))
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			try (BufferedReader output = process.inputReader()) {
				String line = output.readLine();
				assertThat(line).as("The process began to write").isNotNull();
				LockSupport.parkNanos(lifeNanos);
				assertThat(process.toHandle().destroyForcibly()).isTrue();
				for (; line != null; line = output.readLine()) {
					listen(line.split(" "));
				}
			}
			finally {
				process.destroyForcibly();
			}
			assertThat(process.waitFor(Samples.TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}

		private void listen(String[] words) {
			if (words.length == 3 && words[2].equals("written")) {
				long number = Long.parseLong(words[1]);
				this.session = words[0].equals("session") ? number : this.session;
				this.attempt = words[0].equals("attempt") ? number : this.attempt;
			}
		}

		void check() throws Exception {
			assertThat(names()).as("Files").noneMatch((name) -> name.contains(".corrupt-"));
			assertThat(names()).as("Files").filteredOn((name) -> name.endsWith(".tmp")).hasSizeLessThan(2);
			WestmoonSession session = session();
			LoginAttempt attempt = attempt();
			long number = (session != null) ? Long.parseLong(session.accessToken().substring("token-".length())) : 0;
			assertThat(number).as("Stored session").isBetween(this.session, this.session + 1);
			assertThat(attempt.version()).as("Stored attempt").isBetween(this.attempt, this.attempt + 1);
			checkPendingLogin();
			FileSessionStore store = new FileSessionStore("default", this.path,
					Clock.offset(Clock.systemUTC(), Duration.ofMinutes(2)));
			assertThat(names()).as("Files").noneMatch((name) -> name.endsWith(".tmp"));
			assertThat(store.load().block(Samples.TIMEOUT)).isEqualTo(session);
			assertThat(store.attempt().block(Samples.TIMEOUT).version()).isEqualTo(attempt.version());
			this.session = number;
			this.attempt = attempt.version();
		}

		private @Nullable WestmoonSession session() throws IOException, CorruptContentException {
			Path file = this.path.resolve("tokens.json");
			return Files.exists(file) ? SessionJson.read(Files.readAllBytes(file), Samples.NOW) : null;
		}

		private LoginAttempt attempt() throws IOException, CorruptContentException {
			return AttemptJson.read(Files.readAllBytes(this.path.resolve("login_attempt.json")));
		}

		private void checkPendingLogin() throws IOException, CorruptContentException {
			Path file = this.path.resolve("pending_login.json");
			if (Files.exists(file)) {
				assertThat(PendingLogin.read(Files.readAllBytes(file)).scanToken()).startsWith("scan-");
			}
			try (Stream<Path> images = Files.walk(this.path).filter((path) -> path.toString().endsWith(".png"))) {
				assertThat(images).allSatisfy((image) -> assertThat(image).hasBinaryContent(Samples.PNG));
			}
		}

		private Stream<String> names() throws IOException {
			try (Stream<Path> files = Files.walk(this.path)) {
				return files.map(Path::toString).toList().stream();
			}
		}

	}

}
