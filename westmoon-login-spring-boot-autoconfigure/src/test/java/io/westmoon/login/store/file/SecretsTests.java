package io.westmoon.login.store.file;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.json.AttemptJson;
import io.westmoon.login.store.json.CorruptContentException;
import io.westmoon.login.store.json.PythonJson;
import io.westmoon.login.store.json.SessionJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Neither words nor errors of the store tell a secret.
 */
class SecretsTests {

	@Test
	void aPendingLoginShowsNoScanToken() {
		assertThat(new PendingLogin("scan-secret", Duration.ofSeconds(5), Samples.NOW).toString())
			.doesNotContain("secret")
			.contains("2026-04-08");
	}

	@Test
	void damageIsDescribedWithoutTheContent() {
		assertThatExceptionOfType(CorruptContentException.class)
			.isThrownBy(() -> SessionJson.read("{\"access_token\": x-secret}".getBytes(), Samples.NOW))
			.withMessageNotContaining("secret")
			.withNoCause();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"access_token\": \"secret\u00e9\"}", "{\"access_token\": \"my secret\"}",
			"{\"access_token\": \"a\", \"refresh_token\": \"secret\u6708\"}",
			"{\"access_token\": \"a\", \"token_type\": \"secret\u00e9\"}" })
	void aTokenThatNoHeaderCanCarryIsDamageAndNeverQuoted(String json) {
		assertThatExceptionOfType(CorruptContentException.class)
			.isThrownBy(() -> SessionJson.read(json.getBytes(StandardCharsets.UTF_8), Samples.NOW))
			.withMessageContaining("has characters that no token has")
			.withMessageNotContaining("secret")
			.withNoCause();
	}

	@Test
	void theTokensOfAnAttemptFollowTheSameRule() {
		String shown = text(Samples.first().shown(Samples.code("scan-secret")));
		String confirmed = text(Samples.first().shown(Samples.code("s")).confirmed(Samples.session("access-secret")));
		for (String json : List.of(shown.replace("scan-secret", "scan-secret\u00e9"),
				confirmed.replace("access-secret", "access-secret\u00e9"))) {
			assertThatExceptionOfType(CorruptContentException.class)
				.isThrownBy(() -> AttemptJson.read(json.getBytes(StandardCharsets.UTF_8)))
				.withMessageContaining("has characters that no token has")
				.withMessageNotContaining("secret")
				.withNoCause();
		}
	}

	private static String text(LoginAttempt attempt) {
		return new String(AttemptJson.write(attempt), StandardCharsets.UTF_8);
	}

	@Test
	void whatCannotBeStoredIsRefusedWithoutNamingIt() {
		List<Object> endless = new ArrayList<>();
		endless.add(endless);
		Map<String, Object> fields = new HashMap<>();
		fields.put("secret", endless);
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> PythonJson.write(fields))
			.withMessageNotContaining("secret");
		assertThatExceptionOfType(SessionStoreException.class)
			.isThrownBy(() -> SessionJson.write(Samples.session("secret".repeat(2_000_000))))
			.withMessageNotContaining("secret");
	}

}
