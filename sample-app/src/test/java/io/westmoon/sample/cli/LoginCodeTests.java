package io.westmoon.sample.cli;

import java.nio.file.Path;
import java.time.Duration;

import io.westmoon.login.test.Call;
import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.sample.JarProcess.Result;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Logs in with the command line.
 */
class LoginCodeTests extends CommandLineFixture {

	@Test
	void aSecondCommandShowsTheLivingCodeAgain() {
		Result first = run("--json");
		Result second = run("--json");
		assertThat(json(second).get("scan_token")).isEqualTo(json(first).get("scan_token"));
		assertThat(this.platform.codes()).isEqualTo(1);
	}

	@Test
	void blockingEndsWithOneWhenTheLoginIsRefused() {
		Result result = runUntilPolled(WestmoonPlatformServer::reject, "--blocking");
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.err()).contains("The login was refused on the phone.");
		assertQuiet(result);
		assertThat(this.home.resolve("tokens.json")).doesNotExist();
	}

	@Test
	void blockingEndsWithOneWhenTheLoginIsCancelled() {
		Result result = runUntilPolled(WestmoonPlatformServer::cancel, "--blocking", "--json");
		assertThat(result.status()).isEqualTo(1);
		assertThat(json(result).get("reason").asString()).isEqualTo("CANCELED");
		assertThat(result.err()).contains("The login was cancelled on the phone.");
	}

	@Test
	void blockingEndsWithOneWhenTheCodeEndsAndAsksForNoOther() {
		Result result = runUntilPolled(WestmoonPlatformServer::expire, "--blocking");
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.err()).contains("nobody confirmed it");
		assertThat(this.platform.codes()).isEqualTo(1);
	}

	@Test
	void continueFinishesTheRememberedLogin() {
		assertThat(run().status()).isZero();
		this.platform.scanAndConfirm();
		Result result = run("--continue", "--json");
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
		Result result = run("--continue");
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
		Result result = runUntilPolled(WestmoonPlatformServer::scanAndConfirm, "--poll", scanToken);
		assertThat(result.status()).isZero();
		assertThat(this.home.resolve("tokens.json")).exists();
		assertThat(this.platform.codes()).isEqualTo(1);
	}

	@Test
	void pollReadsTheScanTokenFromTheStandardInput() {
		this.input = codeOfAnotherProgram() + "\n";
		Result result = runUntilPolled(WestmoonPlatformServer::scanAndConfirm, "--poll", "-");
		assertThat(result.status()).isZero();
		assertThat(this.home.resolve("tokens.json")).exists();
	}

	@Test
	void pollEndsWithOneForACodeThatIsDead() {
		String scanToken = codeOfAnotherProgram();
		this.platform.expire();
		Result result = run("--poll", scanToken);
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.err()).contains("nobody confirmed it");
		assertQuiet(result);
	}

	@Test
	void anAgentGetsThePictureOnLinesOfTheirOwn() {
		this.environment.put("OPENCLAW_SESSION", "1");
		Result result = run();
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
		Result result = run("--json");
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
