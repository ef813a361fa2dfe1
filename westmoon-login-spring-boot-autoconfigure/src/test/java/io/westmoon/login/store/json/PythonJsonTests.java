package io.westmoon.login.store.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.westmoon.login.SessionStoreException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PythonJsonTests {

	@Test
	void writesDecimalsPlainlyUnlessTheyAreVerySmallOrHuge() {
		assertThat(written(new BigDecimal("0.00000000000000000001"))).isEqualTo("0.00000000000000000001");
		assertThat(written(new BigDecimal("0.000000000000000000001"))).isEqualTo("1E-21");
		assertThat(written(new BigDecimal("1E+999"))).isEqualTo("1E+999");
		assertThat(written(new BigDecimal("7"))).as("no integer").isEqualTo("7e0");
		assertThat(written(BigInteger.TEN.pow(400))).isEqualTo("1" + "0".repeat(400));
	}

	@Test
	void writesWhatIsNoNumberInJsonAsText() {
		assertThat(written(Double.NaN)).isEqualTo("\"NaN\"");
		assertThat(written(Float.POSITIVE_INFINITY)).isEqualTo("\"Infinity\"");
	}

	@Test
	void writesNothingThatIsNestedTooDeeplyToBeRead() throws CorruptContentException {
		StoreJson.object(PythonJson.write(nested(StoreJson.MAX_DEPTH)));
		assertThatExceptionOfType(SessionStoreException.class)
			.isThrownBy(() -> PythonJson.write(nested(StoreJson.MAX_DEPTH + 1)));
	}

	@Test
	void writesNothingThatIsTooLargeToBeRead() throws CorruptContentException {
		int frame = PythonJson.write(Map.of("key", "")).length;
		StoreJson.object(PythonJson.write(Map.of("key", "x".repeat(StoreJson.MAX_BYTES - frame))));
		assertThatExceptionOfType(SessionStoreException.class)
			.isThrownBy(() -> PythonJson.write(Map.of("key", "x".repeat(StoreJson.MAX_BYTES - frame + 1))));
	}

	private static Map<String, Object> nested(int depth) {
		Object nested = List.of();
		for (int i = 2; i < depth; i++) {
			nested = List.of(nested);
		}
		return Map.of("key", nested);
	}

	private static String written(Number number) {
		String json = new String(PythonJson.write(Map.of("key", number)), StandardCharsets.UTF_8);
		assertThat(json).startsWith("{\n  \"key\": ").endsWith("\n}");
		return json.substring("{\n  \"key\": ".length(), json.length() - 2);
	}

}
