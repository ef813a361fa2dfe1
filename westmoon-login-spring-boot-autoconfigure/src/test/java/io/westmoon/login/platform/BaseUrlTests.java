package io.westmoon.login.platform;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BaseUrlTests {

	@ParameterizedTest
	@CsvSource({ "https://api-x.westmonth.com,        https://api-x.westmonth.com/a?b=%2F",
			"https://api-x.westmonth.com/,            https://api-x.westmonth.com/a?b=%2F",
			"HTTPS://Api-X.Westmonth.COM:8443/gate//, https://api-x.westmonth.com:8443/gate/a?b=%2F",
			"http://localhost:1,                      http://localhost:1/a?b=%2F" })
	void pathsAreAppendedAsTheyAre(String url, String resolved) {
		assertThat(BaseUrl.parse(url, false).resolve("/a?b=%2F")).hasToString(resolved);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost", "http://LOCALHOST:80", "http://127.0.0.1:8080", "http://127.255.0.254",
			"http://[::1]:9", "http://[0:0:0:0:0:0:0:1]" })
	void plainHttpMayStayOnTheMachine(String url) {
		assertThat(BaseUrl.parse(url, false).origin()).startsWith("http://");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://api-x.westmonth.com", "http://127.0.0.1.example.org",
			"http://localhost.example.org", "http://127.0.0.256.example", "http://128.0.0.1", "http://0.0.0.0",
			"http://2130706433", "http://[::2]", "http://[fe80::1]", "HTTP://10.0.0.1/path" })
	void plainHttpToAnotherMachineMustBeAllowed(String url) {
		assertThatExceptionOfType(InsecureBaseUrlException.class).isThrownBy(() -> BaseUrl.parse(url, false))
			.satisfies((ex) -> assertThat(ex.url()).isEqualToIgnoringCase(url));
		assertThat(BaseUrl.parse(url, true).origin()).startsWith("http://");
	}

	@ParameterizedTest
	@CsvSource({ "https://me:hunter2@example.org, user name or password", "https://example.org/?a=hunter2, query",
			"https://example.org/#hunter2, fragment", "https:///hunter2, host", "https:hunter2, host",
			"ftp://hunter2.example.org, https", "/hunter2, https", "'', https", "hunter2, https",
			"https://exa mple.org/hunter2, not a URL at all", "https://my_host:1, host", "https://host:port, host",
			"http://127.1, host", "http://me:hunter2@example.org, user name or password" })
	void saysWhatIsWrongWithoutRepeatingIt(String url, String problem) {
		assertThatIllegalArgumentException().isThrownBy(() -> BaseUrl.parse(url, false))
			.withMessageStartingWith("The base URL ")
			.withMessageContaining(problem.equals("not a URL at all") ? "is not a URL" : problem)
			.withMessageNotContaining("hunter2");
	}

	@Test
	void theDefaultIsTheRealPlatform() {
		assertThat(BaseUrl.parse(WebClientWestmoonPlatform.DEFAULT_BASE_URL, false).origin())
			.isEqualTo("https://api-x.westmonth.com");
	}

}
