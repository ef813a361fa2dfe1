package io.westmoon.sample.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the commands of the guide that make the command line start faster, with the JDK of
 * the tests, and looks whether the archive is really used.
 */
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
@EnabledOnOs({ OS.LINUX, OS.MAC })
class FasterStartIT {

	private static final Pattern BLOCK = Pattern.compile("```shell\n(java -Djarmode.*?)```", Pattern.DOTALL);

	@TempDir
	private Path directory;

	@Test
	void theClassesComeOutOfTheArchive() throws Exception {
		assertArchiveIsUsed(0);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_25)
	void theClassesComeOutOfTheCache() throws Exception {
		assertArchiveIsUsed(1);
	}

	private void assertArchiveIsUsed(int block) throws Exception {
		List<String> commands = commands(block);
		assertThat(commands).hasSize(3);
		run(commands.get(0));
		assertThat(run(commands.get(1))).contains("has_access_token");
		assertThat(run(commands.get(2))).startsWith("{").contains("has_access_token").endsWith("}\n");
		assertThat(run(commands.get(2).replace("-Xlog:disable", "-Xlog:class+load")))
			.containsPattern("io\\.westmoon\\.login\\.store\\.file\\.FileSessionStore source: shared objects file");
	}

	private static List<String> commands(int block) throws IOException {
		String guide = Files.readString(Path.of("..", "docs", "command-line.md"));
		String commands = BLOCK.matcher(guide).results().skip(block).findFirst().orElseThrow().group(1);
		return commands.replace("\\\n", " ").lines().toList();
	}

	/**
	 * Runs a command in an empty directory.
	 * @return its standard output
	 */
	private String run(String command) throws IOException, InterruptedException {
		Path out = this.directory.resolve("out");
		Path err = this.directory.resolve("err");
		ProcessBuilder builder = new ProcessBuilder("sh", "-c",
				command
					.replace("sample-app/target/sample-app.jar",
							Path.of("target", "sample-app.jar").toAbsolutePath().toString())
					.replace("--status", "--status --home home"))
			.directory(this.directory.toFile())
			.redirectOutput(out.toFile())
			.redirectError(err.toFile());
		builder.environment()
			.put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));
		Process process = builder.start();
		try {
			assertThat(process.waitFor(CommandLineFixture.TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).as(command + Files.readString(err)).isZero();
			return Files.readString(out, StandardCharsets.UTF_8);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
