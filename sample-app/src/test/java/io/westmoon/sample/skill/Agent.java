package io.westmoon.sample.skill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.sample.JarProcess.Result;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/**
 * A machine on which the skill is installed. Runs commands in a shell, in the skill's
 * directory, and remembers all that they print.
 */
final class Agent implements AutoCloseable {

	private static final String JAR = "sample-app.jar";

	private static final long TIMEOUT_SECONDS = 60;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final Map<String, String> environment = new HashMap<>();

	private final StringBuilder printed = new StringBuilder();

	private final Path skill;

	private final Path home;

	private final String options;

	/**
	 * Installs the skill.
	 * @param directory an empty directory
	 * @param baseUrl the platform that the user has named
	 */
	Agent(Path directory, String baseUrl) {
		this.skill = install(directory);
		this.home = directory.resolve("home");
		this.options = " --home " + this.home + " --base-url " + baseUrl;
		this.environment.put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":/usr/bin:/bin");
		this.environment.put("HOME", directory.toString());
		this.environment.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
				+ " -Dreactor.netty.ioShutdownQuietPeriod=1 -Duser.language=en -Duser.home=" + directory);
	}

	private static Path install(Path directory) {
		try {
			Path skill = Files.createDirectory(directory.resolve("skill"));
			Files.createSymbolicLink(skill.resolve(JAR), Path.of("target", JAR).toAbsolutePath());
			return skill;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path skill() {
		return this.skill;
	}

	Path home() {
		return this.home;
	}

	String printed() {
		return this.printed.toString();
	}

	void environment(String name, String value) {
		this.environment.put(name, value);
	}

	/**
	 * Stores a session that the platform knows, as another Westmoon tool does.
	 * @return its access token
	 */
	String storeSession(WestmoonPlatformServer platform) {
		String token = platform.issueSession();
		long now = Instant.now().getEpochSecond();
		try {
			Files.createDirectories(this.home);
			Files.writeString(this.home.resolve("tokens.json"), """
					{"access_token": "%s", "refresh_token": "refresh-1", "token_type": "Bearer", "expires_in": 604800,
					"expires_at": %d.0, "user_info": {"id": "85844"}, "created_at": %d.0}""".formatted(token,
					now + 604800, now));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return token;
	}

	/**
	 * Runs a command of the text with the options that the text asks for, since the user
	 * has named a platform and a directory.
	 */
	Result login(String command) {
		return shell(command + this.options, null);
	}

	/**
	 * Runs a command of the text and stops it, as a time limit does.
	 * @param until returns when it is time
	 */
	Result loginStopped(String command, Runnable until) {
		return shell(command + this.options, until);
	}

	Result shell(String command) {
		return shell(command, null);
	}

	/**
	 * The command replaces the shell, so that stopping it stops the command itself.
	 */
	private Result shell(String command, @Nullable Runnable until) {
		Path out = this.skill.resolve("out");
		Path err = this.skill.resolve("err");
		ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", "exec " + command).directory(this.skill.toFile())
			.redirectOutput(out.toFile())
			.redirectError(err.toFile());
		builder.environment().clear();
		builder.environment().putAll(this.environment);
		try {
			Process process = builder.start();
			try {
				if (until != null) {
					until.run();
					process.destroy();
				}
				if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
					throw new AssertionError("It did not return: " + command);
				}
			}
			finally {
				process.descendants().forEach(ProcessHandle::destroyForcibly);
				process.destroyForcibly().onExit().orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
			}
			Result result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
			this.printed.append(result.out()).append(result.err());
			return result;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Removes the link to the jar, which JUnit would warn of.
	 */
	@Override
	public void close() {
		try {
			Files.deleteIfExists(this.skill.resolve(JAR));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the last JSON object on the standard output.
	 */
	static JsonNode json(Result result) {
		try (MappingIterator<JsonNode> objects = JSON.readerFor(JsonNode.class).readValues(result.out())) {
			JsonNode last = null;
			while (objects.hasNextValue()) {
				last = objects.nextValue();
			}
			if (last == null) {
				throw new AssertionError("No JSON: " + result);
			}
			return last;
		}
	}

}
