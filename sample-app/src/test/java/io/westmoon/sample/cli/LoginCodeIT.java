package io.westmoon.sample.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.westmoon.login.test.Call;
import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.sample.JarProcess;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Logs in with the packaged command line.
 */
class LoginCodeIT extends CommandLineFixture {

	@Test
	void withoutAFlagACodeIsShownAndRememberedAndTheCommandReturns() throws IOException {
		JarProcess.Result result = run();
		assertThat(result.status()).isZero();
		String scanToken = this.platform.currentScanToken();
		assertThat(pictures()).singleElement().satisfies((picture) -> {
			assertThat(result.out()).contains("Picture: " + picture.toRealPath());
			assertThat(picture.getFileName().toString()).matches("login_qr_\\d+\\.png");
			assertThat(mode(picture)).isEqualTo("rw-------");
			assertThat(Files.readAllBytes(picture)).isEqualTo(this.platform.currentCode().orElseThrow().png());
		});
		assertThat(result.out()).contains("Scan token: " + scanToken).doesNotContain("OPENCLAW", "data:image");
		assertThat(result.err()).doesNotContain(scanToken);
		assertQuiet(result);
		assertThat(mode(this.home)).isEqualTo("rwx------");
		assertThat(mode(this.home.resolve("qr_codes"))).isEqualTo("rwx------");
		assertThat(mode(this.home.resolve("pending_login.json"))).isEqualTo("rw-------");
		JsonNode pending = stored("pending_login.json");
		assertThat(pending.propertyNames()).containsExactlyInAnyOrder("scan_token", "poll_interval_ms", "created_at");
		assertThat(pending.get("scan_token").asString()).isEqualTo(scanToken);
		assertThat(pending.get("poll_interval_ms").asInt()).isEqualTo(500);
		assertThat(pending.get("created_at").isFloatingPointNumber()).isTrue();
		assertThat(this.home.resolve("tokens.json")).doesNotExist();
	}

	@Test
	void aSecondCommandShowsTheLivingCodeAgain() {
		JarProcess.Result first = run("--json");
		JarProcess.Result second = run("--json");
		assertThat(json(second).get("scan_token")).isEqualTo(json(first).get("scan_token"));
		assertThat(this.platform.codes()).isEqualTo(1);
	}

	@Test
	void blockingWaitsAndStoresTheSessionAsTheExistingToolDoes() {
		JarProcess.Result result = runUntilPolled(WestmoonPlatformServer::scanAndConfirm, "--blocking");
		assertThat(result.status()).isZero();
		assertThat(result.out()).contains("Picture: ", "Scan token: ", "Logged in: ");
		assertQuiet(result);
		JsonNode tokens = stored("tokens.json");
		assertThat(tokens.propertyNames()).containsExactly("access_token", "refresh_token", "token_type", "expires_in",
				"expires_at", "user_info", "created_at");
		assertThat(tokens.get("access_token").asString()).isNotBlank();
		assertThat(tokens.get("refresh_token").isString()).isTrue();
		assertThat(tokens.get("token_type").asString()).isEqualTo("Bearer");
		assertThat(tokens.get("expires_in").isIntegralNumber()).isTrue();
		assertThat(tokens.get("expires_in").asInt()).isEqualTo(604800);
		assertThat(tokens.get("expires_at").isFloatingPointNumber()).isTrue();
		assertThat(tokens.get("created_at").isFloatingPointNumber()).isTrue();
		assertThat(tokens.get("expires_at").asDouble() - tokens.get("created_at").asDouble()).isEqualTo(604800.0);
		assertThat(tokens.get("user_info").isObject()).isTrue();
		assertThat(mode(this.home.resolve("tokens.json"))).isEqualTo("rw-------");
		assertThat(mode(this.home)).isEqualTo("rwx------");
		assertThat(this.home.resolve("pending_login.json")).doesNotExist();
		assertThat(pictures()).isEmpty();
		assertThat(result.out() + result.err()).doesNotContain(tokens.get("access_token").asString());
	}

	@Test
	void blockingEndsWithOneWhenTheLoginIsRefused() {
		JarProcess.Result result = runUntilPolled(WestmoonPlatformServer::reject, "--blocking");
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.err()).contains("The login was refused on the phone.");
		assertQuiet(result);
		assertThat(this.home.resolve("tokens.json")).doesNotExist();
	}

	@Test
	void blockingEndsWithOneWhenTheLoginIsCancelled() {
		JarProcess.Result result = runUntilPolled(WestmoonPlatformServer::cancel, "--blocking", "--json");
		assertThat(result.status()).isEqualTo(1);
		assertThat(json(result).get("reason").asString()).isEqualTo("CANCELED");
		assertThat(result.err()).contains("The login was cancelled on the phone.");
	}

	@Test
	void blockingEndsWithOneWhenTheCodeEndsAndAsksForNoOther() {
		JarProcess.Result result = runUntilPolled(WestmoonPlatformServer::expire, "--blocking");
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.err()).contains("nobody confirmed it");
		assertThat(this.platform.codes()).isEqualTo(1);
	}

	@Test
	void continueFinishesTheRememberedLogin() {
		assertThat(run().status()).isZero();
		this.platform.scanAndConfirm();
		JarProcess.Result result = run("--continue", "--json");
		assertThat(result.status()).isZero();
		assertThat(json(result).propertyNames()).containsExactlyInAnyOrder("status", "user_id", "nickname",
				"token_type", "expires_at");
		assertThat(json(result).get("status").asString()).isEqualTo("logged_in");
		assertThat(json(result).get("token_type").asString()).isEqualTo("Bearer");
		assertThat(this.home.resolve("tokens.json")).exists();
		assertThat(this.home.resolve("pending_login.json")).doesNotExist();
		assertThat(run("--continue").status()).isEqualTo(1);
	}

	@Test
	void continueEndsWithOneWhenNothingIsPending() {
		JarProcess.Result result = run("--continue");
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.err()).isEqualToIgnoringNewLines("No login is pending. Run login to show a code.");
		assertThat(result.out()).isEmpty();
		assertThat(this.platform.codes()).isZero();
	}

	@Test
	void continueFinishesALoginThatTheExistingToolBegan() {
		String scanToken = codeOfAnotherProgram();
		write("pending_login.json", "{\"scan_token\": \"%s\", \"poll_interval_ms\": 500, \"created_at\": %d.0}"
			.formatted(scanToken, System.currentTimeMillis() / 1000));
		this.platform.scanAndConfirm();
		assertThat(run("--continue").status()).isZero();
		assertThat(this.home.resolve("tokens.json")).exists();
		assertThat(this.home.resolve("pending_login.json")).doesNotExist();
	}

	@Test
	void continueIgnoresALoginThatTheExistingToolBeganTooLongAgo() {
		write("pending_login.json", "{\"scan_token\": \"old\", \"poll_interval_ms\": 500, \"created_at\": %d.0}"
			.formatted(System.currentTimeMillis() / 1000 - 301));
		assertThat(run("--continue").status()).isEqualTo(1);
		assertThat(this.platform.calls(Call.POLL)).isZero();
	}

	@Test
	void pollWaitsForTheCodeOfThatScanToken() {
		String scanToken = codeOfAnotherProgram();
		JarProcess.Result result = runUntilPolled(WestmoonPlatformServer::scanAndConfirm, "--poll", scanToken);
		assertThat(result.status()).isZero();
		assertThat(this.home.resolve("tokens.json")).exists();
		assertThat(this.platform.codes()).isEqualTo(1);
	}

	@Test
	void pollEndsWithOneForACodeThatIsDead() {
		String scanToken = codeOfAnotherProgram();
		this.platform.expire();
		JarProcess.Result result = run("--poll", scanToken);
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.err()).contains("nobody confirmed it");
		assertQuiet(result);
	}

	@Test
	void ctrlCLeavesTheLoginPending() {
		try (JarProcess process = startProcess("--blocking")) {
			this.platform.awaitCalls(Call.POLL, 1, TIMEOUT);
			process.interrupt();
			JarProcess.Result result = process.await();
			assertThat(result.status()).isNotZero();
			assertThat(result.err()).contains("The login is still pending. Go on with: login --continue");
			assertQuiet(result);
		}
		this.platform.scanAndConfirm();
		assertThat(run("--continue").status()).isZero();
		assertThat(this.platform.codes()).isEqualTo(1);
	}

	@Test
	void anAgentGetsThePictureOnLinesOfTheirOwn() {
		this.environment.put("OPENCLAW_SESSION", "1");
		JarProcess.Result result = runProcess();
		assertThat(result.status()).isZero();
		assertThat(result.out().lines()).anySatisfy((line) -> {
			assertThat(line).startsWith("[OPENCLAW_SEND_FILE]").endsWith("[/OPENCLAW_SEND_FILE]");
			String path = line.replace("[OPENCLAW_SEND_FILE]", "").replace("[/OPENCLAW_SEND_FILE]", "");
			assertThat(Path.of(path)).isAbsolute().exists();
		}).anySatisfy((line) -> assertThat(line).matches("data:image/png;base64,[A-Za-z0-9+/=]+"));
	}

	@Test
	void jsonTellsAllAboutTheCode() {
		this.environment.put("OPENCLAW_SESSION", "1");
		JarProcess.Result result = run("--json");
		JsonNode code = json(result);
		assertThat(code.propertyNames()).containsExactlyInAnyOrder("status", "image", "scan_token", "expires_at",
				"poll_interval_ms", "data_uri");
		assertThat(code.get("status").asString()).isEqualTo("pending");
		assertThat(code.get("scan_token").asString()).isEqualTo(this.platform.currentScanToken());
		assertThat(Path.of(code.get("image").asString())).exists();
		assertThat(code.get("expires_at").isFloatingPointNumber()).isTrue();
	}

	private String codeOfAnotherProgram() {
		OtherProgram.askForCode(this.platform.url());
		return this.platform.awaitCode(Duration.ofSeconds(10));
	}

}
