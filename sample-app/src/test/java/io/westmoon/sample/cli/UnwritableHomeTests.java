package io.westmoon.sample.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.westmoon.sample.JarProcess.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The command line on a full disk and on a read-only mount: a file system in memory,
 * which only root may mount.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "Needs a tmpfs")
class UnwritableHomeTests extends CommandLineFixture {

	@TempDir
	private Path disk;

	@BeforeEach
	void mountDisk() {
		assumeThat(execute("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", this.disk.toString()))
			.as("A tmpfs can be mounted; run the tests as root to have a full disk tested")
			.isZero();
		this.home = this.disk.resolve("westmoon");
	}

	@AfterEach
	void unmount() {
		execute("umount", "--lazy", this.disk.toString());
	}

	@Test
	void aLoginOnAFullDiskIsDoneOnlyWhenItIsStored() {
		freeOnceSaid();
		Result result = runUntilPolled((platform) -> {
			fill();
			platform.scanAndConfirm();
		}, "--blocking");
		assertThat(result.status()).isZero();
		assertThat(result.err()).contains("cannot be stored yet", "No space left", "Waiting until it can be stored");
		assertThat(result.out()).contains("Logged in: ");
		assertThat(this.home.resolve("tokens.json")).exists();
	}

	@Test
	void aPolledSessionWaitsForSpace() {
		OtherProgram.askForCode(this.platform.url());
		String scanToken = this.platform.awaitCode(TIMEOUT);
		assertThat(run("--status").status()).isZero();
		freeOnceSaid();
		Result result = runUntilPolled((platform) -> {
			fill();
			platform.scanAndConfirm();
		}, "--poll", scanToken);
		assertThat(result.status()).isZero();
		assertThat(result.err()).contains("cannot be stored yet", "No space left");
		assertThat(this.home.resolve("tokens.json")).exists();
	}

	@Test
	void whatIsStoredIsToldOnAReadOnlyMount() {
		String accessToken = storeSession();
		assertThat(run("--status").status()).isZero();
		assertThat(execute("mount", "-o", "remount,ro", this.disk.toString())).isZero();
		assertThatAllIsTold(accessToken);
		Result logout = run("--logout", "--json");
		assertThat(logout.status()).isEqualTo(1);
		assertThat(json(logout).get("reason").asString()).isEqualTo("STORE");
		assertThat(logout.err()).contains("login in " + this.home, "Read-only file system")
			.doesNotContain("westmoon.login.");
		assertThat(this.home.resolve("tokens.json")).exists();
	}

	@Test
	void whatIsStoredIsToldOnAFullDiskAndALogoutSucceeds() {
		String accessToken = storeSession();
		assertThat(run().status()).isZero();
		fill();
		assertThatAllIsTold(accessToken);
		Result result = run("--logout");
		assertThat(result.status()).isZero();
		assertThat(result.out()).contains("Logged out");
		assertThat(this.home.resolve("tokens.json")).doesNotExist();
		assertThat(this.home.resolve("pending_login.json")).doesNotExist();
		assertThat(pictures()).isEmpty();
	}

	private void assertThatAllIsTold(String accessToken) {
		Result status = run("--status");
		assertThat(status.status()).isZero();
		assertThat(json(status).get("user_id").asString()).isEqualTo("85844");
		Result check = run("--check");
		assertThat(check.status()).isZero();
		assertThat(json(check).get("verdict").asString()).isEqualTo("VALID");
		assertThat(run("--userinfo").status()).isZero();
		this.platform.revoke(accessToken);
		assertThat(json(run("--check")).get("verdict").asString()).isEqualTo("REJECTED");
	}

	private void freeOnceSaid() {
		this.onError = (line) -> {
			if (line.contains("cannot be stored yet")) {
				assertThat(this.disk.resolve("filler").toFile().delete()).isTrue();
			}
		};
	}

	private void fill() {
		try (OutputStream out = Files.newOutputStream(this.disk.resolve("filler"))) {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
				while (true) {
					out.write(new byte[1024]);
				}
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int execute(String... command) {
		try {
			Process process = new ProcessBuilder(Stream.of(command).toList()).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			return process.exitValue();
		}
		catch (IOException ex) {
			return -1;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
