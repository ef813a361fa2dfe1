package io.westmoon.sample.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.westmoon.login.test.Call;
import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.sample.JarProcess;
import io.westmoon.sample.JarProcess.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A platform, an empty home directory and the command line, in this process or packaged
 * in a process of its own.
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

	String input = "";

	boolean terminals;

	/** Hears of each line of the standard error. */
	Consumer<String> onError = (line) -> {
	};

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

	/**
	 * Runs the command line in this process.
	 */
	Result run(String... arguments) {
		StringWriter out = new StringWriter();
		StringWriter err = new StringWriter();
		PrintWriter errors = new PrintWriter(err) {
			@Override
			public void println(String line) {
				super.println(line);
				CommandLineFixture.this.onError.accept(line);
			}
		};
		int status = LoginCommandLine.run(
				new Terminal(new BufferedReader(new StringReader(this.input)), new PrintWriter(out), errors,
						this.terminals, this.terminals),
				Locale.forLanguageTag(this.language), this.environment, withCommon(arguments).toArray(String[]::new));
		return new Result(status, out.toString(), err.toString());
	}

	/**
	 * Runs the command line in this process and does something once it polls.
	 */
	Result runUntilPolled(Consumer<WestmoonPlatformServer> then, String... arguments) {
		int polls = this.platform.calls(Call.POLL);
		CompletableFuture<Result> result = CompletableFuture.supplyAsync(() -> run(arguments),
				(command) -> new Thread(command, "login").start());
		this.platform.awaitCalls(Call.POLL, polls + 1, TIMEOUT);
		then.accept(this.platform);
		assertThat(result).succeedsWithin(TIMEOUT);
		return result.join();
	}

	JarProcess startPackaged(String... arguments) {
		return JarProcess.start(this.userHome, this.environment, List.of("-Duser.language=" + this.language),
				Stream.concat(Stream.of("login"), withCommon(arguments)).toArray(String[]::new));
	}

	/**
	 * Runs the packaged command line to its end.
	 */
	Result runPackaged(String... arguments) {
		try (JarProcess process = startPackaged(arguments)) {
			return process.await();
		}
	}

	/**
	 * Runs the packaged command line and does something once it polls.
	 */
	Result runPackagedUntilPolled(Consumer<WestmoonPlatformServer> then, String... arguments) {
		try (JarProcess process = startPackaged(arguments)) {
			this.platform.awaitCalls(Call.POLL, 1, TIMEOUT);
			then.accept(this.platform);
			return process.await();
		}
	}

	private Stream<String> withCommon(String... arguments) {
		return Stream.concat(Stream.of("--base-url", this.baseUrl, "--home", this.home.toString()),
				Arrays.stream(arguments));
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

	/**
	 * Reads the one object of the standard output.
	 */
	static JsonNode json(Result result) {
		return JSON.readTree(result.out());
	}

	/**
	 * Reads the objects of the standard output, one a line.
	 */
	static List<JsonNode> events(Result result) {
		return result.out().lines().map(JSON::readTree).toList();
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

	static void assertQuiet(Result result) {
		assertThat(result.err()).doesNotContain("\tat ", "Caused by", "SLF4J");
	}

}
