package io.westmoon.sample.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.westmoon.login.test.Call;
import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.sample.JarProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A platform, an empty home directory and the command line, in process or as the packaged
 * jar.
 */
abstract class CommandLineFixture {

	static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final JsonMapper JSON = JsonMapper.builder().build();

	final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));

	@TempDir
	Path userHome;

	Path home;

	String language = "en";

	String baseUrl = "";

	WestmoonPlatformServer platform;

	@BeforeEach
	void startPlatform() {
		this.home = this.userHome.resolve("westmoon");
		this.platform = WestmoonPlatformServer.start().pollInterval(Duration.ofMillis(500));
		this.baseUrl = this.platform.url();
	}

	@AfterEach
	void stopPlatform() {
		this.platform.close();
	}

	InProcessCommandLine start(String... arguments) {
		return InProcessCommandLine.start(this.language, this.environment,
				withCommon(Stream.empty(), arguments).toArray(String[]::new));
	}

	/**
	 * Starts the packaged jar, for what only a process can show.
	 */
	JarProcess startProcess(String... arguments) {
		return JarProcess.start(this.userHome, this.environment, List.of("-Duser.language=" + this.language),
				withCommon(Stream.of("login"), arguments).toArray(String[]::new));
	}

	private Stream<String> withCommon(Stream<String> command, String... arguments) {
		Stream<String> common = Stream.of("--base-url", this.baseUrl, "--home", this.home.toString());
		return Stream.of(command, common, Arrays.stream(arguments)).flatMap((part) -> part);
	}

	/**
	 * Runs the command line to its end.
	 */
	JarProcess.Result run(String... arguments) {
		try (InProcessCommandLine commandLine = start(arguments)) {
			return commandLine.await();
		}
	}

	/**
	 * Runs the packaged jar to its end.
	 */
	JarProcess.Result runProcess(String... arguments) {
		try (JarProcess process = startProcess(arguments)) {
			return process.await();
		}
	}

	/**
	 * Runs the command line and does something once it polls.
	 */
	JarProcess.Result runUntilPolled(Consumer<WestmoonPlatformServer> then, String... arguments) {
		int polls = this.platform.calls(Call.POLL);
		try (InProcessCommandLine commandLine = start(arguments)) {
			this.platform.awaitCalls(Call.POLL, polls + 1, TIMEOUT);
			then.accept(this.platform);
			return commandLine.await();
		}
	}

	/**
	 * Stores a login that the platform knows.
	 */
	void logIn() {
		assertThat(runUntilPolled(WestmoonPlatformServer::scanAndConfirm, "--blocking").status()).isZero();
	}

	/**
	 * Stores a login as the existing tool writes it.
	 */
	String storeSession() {
		String accessToken = this.platform.issueSession();
		long now = System.currentTimeMillis() / 1000;
		write("tokens.json", """
				{
				  "access_token": "%s",
				  "refresh_token": "refresh-1",
				  "token_type": "Bearer",
				  "expires_in": 604800,
				  "expires_at": %d.0,
				  "user_info": {"id": "85844", "name": "小明"},
				  "created_at": %d.0
				}""".formatted(accessToken, now + 604800, now));
		return accessToken;
	}

	void write(String file, String content) {
		try {
			Files.createDirectories(this.home);
			Files.writeString(this.home.resolve(file), content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	JsonNode stored(String file) {
		return JSON.readTree(this.home.resolve(file));
	}

	static JsonNode json(JarProcess.Result result) {
		return JSON.readTree(result.out());
	}

	String mode(Path path) {
		try {
			return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<Path> pictures() {
		Path directory = this.home.resolve("qr_codes");
		if (!Files.exists(directory)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(directory)) {
			return files.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static void assertQuiet(JarProcess.Result result) {
		assertThat(result.err()).doesNotContain("\tat ", "Caused by", "SLF4J");
	}

}
