package io.westmoon.login.store.file;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.westmoon.login.SessionStoreException;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.json.CorruptContentException;
import io.westmoon.login.store.json.PythonJson;
import io.westmoon.login.store.json.SessionJson;
import org.junit.jupiter.api.Test;

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
