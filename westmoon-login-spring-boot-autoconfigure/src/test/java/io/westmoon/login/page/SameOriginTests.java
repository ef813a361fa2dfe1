package io.westmoon.login.page;

import java.net.URI;

import io.westmoon.login.support.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

class SameOriginTests {

	private final HttpHeaders headers = new HttpHeaders();

	@Test
	void aRequestThatSaysNothingIsForeign() {
		assertThat(isSameOrigin("https://jobs.example.com/login")).isFalse();
	}

	@Test
	void theBrowsersOwnWordCounts() {
		this.headers.set("Sec-Fetch-Site", "same-origin");
		assertThat(isSameOrigin("http://10.0.0.7:8080/login")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "cross-site", "same-site", "none", "", "SAME-ORIGIN", "same-origin, cross-site" })
	void theBrowsersOwnWordCountsMoreThanTheOrigin(String site) {
		this.headers.set("Sec-Fetch-Site", site);
		this.headers.set("Origin", "https://jobs.example.com");
		assertThat(isSameOrigin("https://jobs.example.com/login")).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "https://jobs.example.com, https://jobs.example.com/login",
			"https://jobs.example.com, https://JOBS.example.com:443/login", "http://intranet, http://intranet:80/login",
			"http://intranet:8080, http://intranet:8080/x/login", "http://[::1]:8080, http://[::1]:8080/login" })
	void anOriginThatIsTheRequestsOwnIsTheSame(String origin, String uri) {
		this.headers.set("Origin", origin);
		assertThat(isSameOrigin(uri)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://jobs.example.com.evil.com", "http://jobs.example.com",
			"https://jobs.example.com:8443", "https://evil.com", "null", "", "https://jobs.example.com@evil.com",
			"jobs.example.com", "not a uri", "https://", "file:///jobs.example.com" })
	void anyOtherOriginIsForeign(String origin) {
		this.headers.set("Origin", origin);
		assertThat(isSameOrigin("https://jobs.example.com/login")).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "https://jobs.example.com, true", "http://10.0.0.7:8080, true", "http://jobs.example.com, false",
			"https://jobs.example.com.evil.com, false" })
	void whereAProxyHidesTheHostThePublicAddressCountsToo(String origin, boolean same) {
		this.headers.set("Origin", origin);
		assertThat(SameOrigin.test(URI.create("http://10.0.0.7:8080/login"), "https://jobs.example.com/login",
				this.headers))
			.isEqualTo(same);
	}

	@Test
	void thePublicAddressDoesNotOutweighTheBrowsersOwnWord() {
		this.headers.set("Sec-Fetch-Site", "cross-site");
		this.headers.set("Origin", "https://jobs.example.com");
		assertThat(SameOrigin.test(URI.create("http://10.0.0.7:8080/login"), "https://jobs.example.com/login",
				this.headers))
			.isFalse();
	}

	private boolean isSameOrigin(String uri) {
		return SameOrigin.test(URI.create(uri), null, this.headers);
	}

}
