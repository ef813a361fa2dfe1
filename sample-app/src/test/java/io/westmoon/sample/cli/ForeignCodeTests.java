package io.westmoon.sample.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;

import io.westmoon.login.test.Call;
import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.sample.JarProcess.Result;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Logs in with a code that another program has asked for.
 */
class ForeignCodeTests extends CommandLineFixture {

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
	void pollOfAWrongTokenLeavesTheLivingLoginAndThePinAlone() throws IOException {
		logIn();
		assertThat(run().status()).isZero();
		byte[] pending = Files.readAllBytes(this.home.resolve("pending_login.json"));
		byte[] attempt = Files.readAllBytes(this.home.resolve("login_attempt.json"));
		Result result = run("--poll", "wrong");
		assertThat(result.status()).isEqualTo(1);
		assertThat(this.home.resolve("pending_login.json")).hasBinaryContent(pending);
		assertThat(this.home.resolve("login_attempt.json")).hasBinaryContent(attempt);
		assertThat(pictures()).hasSize(1);
		this.platform.scanAndConfirm();
		assertThat(run("--continue").status()).isZero();
	}

	@Test
	void pollOfAnEmptyTokenIsAUsageErrorAndChangesNothing() throws IOException {
		assertThat(run().status()).isZero();
		byte[] attempt = Files.readAllBytes(this.home.resolve("login_attempt.json"));
		Result result = run("--json", "--poll", "");
		assertThat(result.status()).isEqualTo(2);
		assertThat(json(result).get("reason").asString()).isEqualTo("USAGE");
		assertThat(this.home.resolve("login_attempt.json")).hasBinaryContent(attempt);
	}

	@Test
	void continueFollowsANewerCodeOfTheExistingTool() {
		assertThat(run().status()).isZero();
		String own = this.platform.currentScanToken();
		String scanToken = codeOfTheExistingTool();
		this.platform.scan(scanToken);
		this.platform.confirm(scanToken);
		Result result = run("--continue", "--json");
		assertThat(result.status()).isZero();
		assertThat(result.err()).contains("Another Westmoon tool has shown a newer code");
		assertThat(scanToken).isNotEqualTo(own);
		assertThat(this.home.resolve("tokens.json")).exists();
		assertThat(this.home.resolve("pending_login.json")).doesNotExist();
	}

	@Test
	void whoWaitsForACodeAlsoWaitsForANewerOneOfTheExistingTool() {
		Result result = runUntilPolled((platform) -> {
			String scanToken = codeOfTheExistingTool();
			platform.scan(scanToken);
			platform.confirm(scanToken);
		}, "--blocking");
		assertThat(result.status()).isZero();
		assertThat(result.err()).contains("Another Westmoon tool has shown a newer code");
	}

	@Test
	void aLogoutOfTheExistingToolLocksNobodyOutWithoutSayingHowToGoOn() throws IOException {
		logIn();
		Files.delete(this.home.resolve("tokens.json"));
		Result result = run();
		assertThat(result.status()).isZero();
		assertThat(result.err()).contains("Only user ").contains("login --logout --home " + this.home);
	}

	@Test
	void pollReadsTheScanTokenFromTheStandardInput() {
		this.input = codeOfAnotherProgram() + "\n";
		this.platform.scanAndConfirm();
		Result result = run("--poll", "-");
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

	/**
	 * The existing tool notes when it got its code, to the microsecond.
	 */
	private String codeOfTheExistingTool() {
		String before = this.platform.currentScanToken();
		OtherProgram.askForCode(this.platform.url());
		String scanToken = this.platform.currentScanToken();
		assertThat(scanToken).isNotEqualTo(before);
		write("pending_login.json", "{\"scan_token\": \"%s\", \"poll_interval_ms\": 500, \"created_at\": %s}"
			.formatted(scanToken, System.currentTimeMillis() / 1000.0 + 0.001));
		return scanToken;
	}

	private String codeOfAnotherProgram() {
		OtherProgram.askForCode(this.platform.url());
		return this.platform.awaitCode(Duration.ofSeconds(10));
	}

}
