package io.westmoon.sample.cli;

import java.io.IOException;
import java.nio.file.Files;

import io.westmoon.sample.JarProcess.Result;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks the command line about the stored login.
 */
class StoredLoginTests extends CommandLineFixture {

	private static final String[] STATUS_KEYS = { "token_type", "has_access_token", "has_refresh_token", "expires_at",
			"is_expired", "user_id", "nickname" };

	@Test
	void statusTellsWhatIsStoredWithoutAskingThePlatform() {
		String accessToken = storeSession();
		this.platform.down();
		Result result = run("--status");
		assertThat(result.status()).isZero();
		JsonNode status = json(result);
		assertThat(status.propertyNames()).containsExactly(STATUS_KEYS);
		assertThat(status.get("token_type").asString()).isEqualTo("Bearer");
		assertThat(status.get("has_access_token").asBoolean()).isTrue();
		assertThat(status.get("has_refresh_token").asBoolean()).isTrue();
		assertThat(status.get("expires_at").asDouble()).isEqualTo(stored("tokens.json").get("expires_at").asDouble());
		assertThat(status.get("is_expired").asBoolean()).isFalse();
		assertThat(status.get("user_id").asString()).isEqualTo("85844");
		assertThat(status.get("nickname").asString()).isEqualTo("小明");
		assertThat(result.out() + result.err()).doesNotContain(accessToken).doesNotContain("refresh-1");
		assertThat(result.err()).matches("Logged in: 小明, until \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\R");
		assertThat(this.platform.infoCalls()).isZero();
		assertQuiet(result);
	}

	@Test
	void statusOfNothingIsZeroToo() {
		Result result = run("--status", "--json");
		assertThat(result.status()).isZero();
		assertThat(json(result).propertyNames()).containsExactly(STATUS_KEYS);
		assertThat(json(result).get("has_access_token").asBoolean()).isFalse();
		assertThat(result.err()).contains("Not logged in");
	}

	@Test
	void statusKnowsASessionThatHasEnded() {
		write("tokens.json", """
				{"access_token": "a", "refresh_token": "", "expires_at": 1775639444.0, "created_at": 1775039444.0}""");
		JsonNode status = json(run("--status"));
		assertThat(status.get("is_expired").asBoolean()).isTrue();
		assertThat(status.get("has_refresh_token").asBoolean()).isFalse();
		assertThat(status.get("expires_at").asDouble()).isEqualTo(1775639444.0);
	}

	@Test
	void checkAsksThePlatform() {
		String accessToken = storeSession();
		Result result = run("--check");
		assertThat(result.status()).isZero();
		assertThat(json(result).propertyNames()).containsExactly("success", "message", "data", "raw", "verdict");
		assertThat(json(result).get("success").asBoolean()).isTrue();
		assertThat(json(result).get("verdict").asString()).isEqualTo("VALID");
		assertThat(json(result).get("data").isObject()).isTrue();
		assertThat(json(result).get("raw").get("data")).isEqualTo(json(result).get("data"));
		assertThat(json(result).get("raw").get("code").asInt()).isZero();
		assertThat(this.platform.infoCalls()).isEqualTo(1);
		assertThat(result.out()).doesNotContain(accessToken);
		assertQuiet(result);
	}

	@Test
	void checkOfADeadSessionIsOneAndRemovesNothing() throws IOException {
		storeSession();
		byte[] before = Files.readAllBytes(this.home.resolve("tokens.json"));
		this.platform.revoke();
		Result result = run("--check");
		assertThat(result.status()).isEqualTo(1);
		assertThat(json(result).get("success").asBoolean()).isFalse();
		assertThat(json(result).get("verdict").asString()).isEqualTo("REJECTED");
		assertThat(Files.readAllBytes(this.home.resolve("tokens.json"))).isEqualTo(before);
	}

	@Test
	void checkOfNothingIsOne() {
		Result result = run("--check", "--json");
		assertThat(result.status()).isEqualTo(1);
		assertThat(json(result).get("verdict").asString()).isEqualTo("MISSING");
		assertThat(this.platform.infoCalls()).isZero();
	}

	@Test
	void checkWithoutAnAnswerIsOneAndRemovesNothing() throws IOException {
		storeSession();
		byte[] before = Files.readAllBytes(this.home.resolve("tokens.json"));
		this.platform.down();
		Result result = run("--check");
		assertThat(result.status()).isEqualTo(1);
		assertThat(json(result).get("verdict").asString()).isEqualTo("UNKNOWN");
		assertThat(json(result).get("message").asString()).contains("Cannot reach", "Check the network and --base-url")
			.doesNotContain("westmoon.login.");
		assertThat(Files.readAllBytes(this.home.resolve("tokens.json"))).isEqualTo(before);
		assertQuiet(result);
	}

	@Test
	void userinfoPrintsTheUser() {
		logIn();
		Result result = run("--userinfo");
		assertThat(result.status()).isZero();
		assertThat(json(result).get("success").asBoolean()).isTrue();
		assertThat(json(result).get("data")).isEqualTo(stored("tokens.json").get("user_info"));
		assertQuiet(result);
	}

	@Test
	void userinfoFallsBackToWhatIsStored() {
		storeSession();
		this.platform.down();
		Result result = run("--userinfo", "--json");
		assertThat(result.status()).isZero();
		assertThat(json(result).get("data").get("name").asString()).isEqualTo("小明");
	}

	@Test
	void userinfoIsOneWhenNobodyIsLoggedIn() {
		Result missing = run("--userinfo");
		assertThat(missing.status()).isEqualTo(1);
		assertThat(json(missing).get("success").asBoolean()).isFalse();
		assertThat(missing.err()).contains("Not logged in");
		storeSession();
		this.platform.revoke();
		assertThat(run("--userinfo").status()).isEqualTo(1);
	}

	@Test
	void logoutForgetsSessionAndPendingLogin() {
		logIn();
		assertThat(run().status()).isZero();
		assertThat(this.home.resolve("tokens.json")).exists();
		assertThat(this.home.resolve("pending_login.json")).exists();
		Result result = run("--logout");
		assertThat(result.status()).isZero();
		assertThat(result.out()).contains("Logged out");
		assertThat(this.home.resolve("tokens.json")).doesNotExist();
		assertThat(this.home.resolve("pending_login.json")).doesNotExist();
		assertThat(pictures()).isEmpty();
		assertThat(run("--continue").status()).isEqualTo(1);
	}

	@Test
	void logoutOfNothingIsZeroToo() {
		Result result = run("--logout", "--json");
		assertThat(result.status()).isZero();
		assertThat(json(result).get("status").asString()).isEqualTo("logged_out");
	}

	@Test
	void aLoginIsPossibleAfterALogout() {
		logIn();
		assertThat(run("--logout").status()).isZero();
		logIn();
		assertThat(this.home.resolve("tokens.json")).exists();
	}

}
