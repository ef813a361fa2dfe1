package io.westmoon.login.http;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AllowedOriginsTests {

	private final AllowedOrigins origins = AllowedOrigins
		.of(List.of("https://API.example.com/base", "http://[::1]:81"));

	@ParameterizedTest
	@ValueSource(strings = { "https://api.example.com", "https://api.example.com:443/x?y=z", "HTTPS://Api.Example.Com/",
			"http://[::1]:81/x" })
	void schemeHostAndPortHaveToAgree(String url) {
		assertThat(this.origins.allow(URI.create(url))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://api.example.com", "https://api.example.com:444", "https://example.com",
			"https://api.example.com.evil.org", "https://evil.org/https://api.example.com",
			"https://api.example.com@evil.org", "https://user@api.example.com", "//api.example.com", "/relative",
			"https:///x", "https://bad_host/", "mailto:api.example.com", "http://[::1]" })
	void everythingElseIsForeign(String url) {
		assertThat(this.origins.allow(URI.create(url))).isFalse();
	}

	@Test
	void noOriginMeansNoneAndNotAll() {
		assertThat(AllowedOrigins.of(List.of()).allow(URI.create("https://api.example.com"))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "*", "api.example.com", "https://", "ftp://api.example.com", "https://u:p@example.com" })
	void whatIsNoOriginIsRefused(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> AllowedOrigins.of(List.of(url)));
	}

}
