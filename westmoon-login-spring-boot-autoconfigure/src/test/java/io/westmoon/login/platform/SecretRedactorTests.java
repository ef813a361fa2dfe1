package io.westmoon.login.platform;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SecretRedactorTests {

	@ParameterizedTest
	@ValueSource(strings = { "{\"access_token\":\"hunter2\"}", "{\"access_token\" : \"hunter2",
			"{'scan_token':'hunter2'}", "{\"REFRESH_TOKEN\":\"hun\\\"hunter2\"}", "{\"accessToken\":\"hunter2\\",
			"{\"scan_token\":hunter2}", "\"{\\\"access_token\\\":\\\"hunter2\\\"}\"", "scan_token=hunter2&source=xpw",
			"Authorization: Bearer hunter2", "bearer   hunter2", "{\"x-ticket\":\"hunter2\"}", "Set-Cookie: hunter2",
			"{\"password\":\"hunter2\"}", "{\"wxacode\":\"data:image/png;base64,hunter2\"}",
			"{\"access_token\": [\"hunter2\"]}", "{\"access_token\":{\"value\":\"hunter2\"}}",
			"{\"a\":\"hunter2hunter2hunter2hunter2==\"}", "{\"access_token\"\n:\n\"x\ny hunter2\"}" })
	void masksWhatIsSecret(String answer) {
		assertThat(SecretRedactor.beginning(answer)).doesNotContain("hunter2").contains("***");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html><body><h1>Please sign in</h1></body></html>", "{\"code\":500,\"msg\":\"busy\"}",
			"{\"status\":\"waiting\",\"expires_in\":300}", "upstream connect error: 111", "" })
	void showsWhatHelps(String answer) {
		assertThat(SecretRedactor.beginning(answer)).isEqualTo(answer);
	}

	@Test
	void masksBeforeItCuts() {
		String answer = " ".repeat(190) + "{\"access_token\":\"hunter2\"}";
		assertThat(SecretRedactor.beginning("x" + answer)).hasSizeLessThanOrEqualTo(200).doesNotContain("hun");
	}

	@Test
	void aSecretThatIsLongerThanWhatIsLookedAtIsMasked() {
		assertThat(SecretRedactor.beginning("{\"wxacode\":\"" + "é\\n".repeat(1_000_000)))
			.isEqualTo("{\"wxacode\":***");
	}

	@Test
	void hostileTextIsMaskedQuickly() {
		Random random = new Random(7);
		String alphabet = "\"'\\:= {}token,&\n";
		for (int i = 0; i < 200; i++) {
			StringBuilder hostile = new StringBuilder();
			for (int j = 0; j < 5000; j++) {
				hostile.append(
						(i % 2 == 0) ? alphabet.charAt(random.nextInt(alphabet.length())) : alphabet.charAt(i % 16));
			}
			assertThat(SecretRedactor.beginning(hostile.toString())).hasSizeLessThanOrEqualTo(200);
		}
		assertThat(SecretRedactor.beginning("token:\"" + "\\a".repeat(50_000))).isEqualTo("token:***");
		assertThat(SecretRedactor.beginning("token-".repeat(50_000))).isEqualTo("***");
	}

}
