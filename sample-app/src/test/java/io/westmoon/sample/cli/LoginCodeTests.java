package io.westmoon.sample.cli;

import java.nio.file.Path;

import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;
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
		assertThat(result.err()).contains("The login was refused on the phone. For a new code, run: java -jar ");
		assertQuiet(result);
		assertThat(this.home.resolve("tokens.json")).doesNotExist();
	}

	@Test
	void blockingEndsWithOneWhenTheLoginIsCancelled() {
		Result result = runUntilPolled(WestmoonPlatformServer::cancel, "--blocking", "--json");
		assertThat(result.status()).isEqualTo(1);
		assertThat(events(result)).extracting((event) -> event.get("event").asString())
			.containsExactly("code", "failed");
		assertThat(events(result).get(1).get("reason").asString()).isEqualTo("CANCELED");
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
		assertThat(json(result).propertyNames()).containsExactlyInAnyOrder("event", "status", "user_id", "nickname",
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
		assertThat(result.err()).contains("No login is pending. To show a code, run: ")
			.contains(" login --home " + this.home);
		assertThat(result.out()).isEmpty();
		assertThat(this.platform.codes()).isZero();
	}

	@Test
	void afterAWrongUserTheNewCodeIsShown() {
		logIn();
		Result result = runUntilPolled((platform) -> {
			int codes = platform.codes();
			platform.scan();
			platform.confirmAs("4711", "Stranger");
			platform.awaitCalls(Call.GENERATE, codes + 1, TIMEOUT);
			platform.awaitCode(TIMEOUT);
			platform.awaitCalls(Call.POLL, platform.calls(Call.POLL) + 2, TIMEOUT);
			platform.scanAndConfirm();
		}, "--blocking", "--json");
		assertThat(result.status()).isZero();
		assertThat(result.err()).contains("The phone belongs to a user who may not log in here; only user ")
			.contains("run first: ")
			.contains("login --logout --home " + this.home)
			.contains("The next login replaces that one");
		assertThat(events(result)).extracting((event) -> event.get("event").asString())
			.containsSubsequence("code", "code", "logged_in");
		assertThat(events(result).get(0).get("scan_token")).isNotEqualTo(lastCode(result).get("scan_token"));
	}

	@Test
	void anOutageIsToldOnceAtItsBeginningAndOnceAtItsEnd() {
		Result result = runUntilPolled((platform) -> {
			platform.fail(Call.POLL, Fault.status(500), 2);
			platform.awaitCalls(Call.POLL, platform.calls(Call.POLL) + 3, TIMEOUT);
			platform.scanAndConfirm();
		}, "--blocking");
		assertThat(result.status()).isZero();
		assertThat(result.err()).containsOnlyOnce("gives no answer or no good one")
			.containsOnlyOnce("The platform answers again.");
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
		assertThat(code.propertyNames()).containsExactlyInAnyOrder("event", "status", "image", "scan_token",
				"expires_at", "poll_interval_ms", "data_uri");
		assertThat(code.get("status").asString()).isEqualTo("pending");
		assertThat(code.get("scan_token").asString()).isEqualTo(this.platform.currentScanToken());
		assertThat(Path.of(code.get("image").asString())).exists();
		assertThat(code.get("expires_at").isFloatingPointNumber()).isTrue();
	}

	private static JsonNode lastCode(Result result) {
		return events(result).stream()
			.filter((event) -> event.get("event").asString().equals("code"))
			.reduce((first, second) -> second)
			.orElseThrow();
	}

}
