package io.westmoon.login.page;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PageRequest}.
 */
class PageRequestTests {

	@ParameterizedTest
	@ValueSource(strings = { "https://jobs.example.com/login", "http://JOBS.example.com:8080/login",
			"http://localhost:8080/login", "http://10.0.0.7:8080/login", "http://[::1]:8080/login",
			"http://my_app:8080/login" })
	void thePublicNameAndWhatAProxyCallsTheApplicationAreServed(String uri) {
		assertThat(isServed(uri, "https://jobs.example.com/login")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.com/login", "https://jobs.example.com.evil.com/login",
			"http://a_b.evil.com/login", "http://10.0.0.7.evil.com/login", "http://example.com/login" })
	void anyOtherNameIsNot(String uri) {
		assertThat(isServed(uri, "https://jobs.example.com/login")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.com/login", "http://10.0.0.7/login" })
	void everyNameIsServedWhereThePublicOneIsUnknown(String uri) {
		assertThat(isServed(uri, null)).isTrue();
	}

	private static boolean isServed(String uri, String publicUrl) {
		return new PageRequest(URI.create(uri), new HttpHeaders())
			.isForThisHost(new LoginPageSettings("/login", publicUrl, null, false, List.of()));
	}

}
