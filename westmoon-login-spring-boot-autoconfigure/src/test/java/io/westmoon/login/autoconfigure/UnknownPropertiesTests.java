package io.westmoon.login.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class UnknownPropertiesTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void misspelledNamesAreFound() {
		add("file",
				Map.of("westmoon.login.base-ulr", "https://api.example.com", "westmoon.login.relogin.max-codes", "7",
						"westmoon.login.accounts.shop-b.expected-user", "7", "westmoon.login.relogin.wait-timout", "5s",
						"other.base-ulr", "x"));
		assertThat(UnknownProperties.of(this.environment)).containsExactly(
				"westmoon.login.accounts.shop-b.expected-user", "westmoon.login.base-ulr",
				"westmoon.login.relogin.wait-timout");
	}

	@Test
	void whatIsReadIsNotFound() {
		add("file",
				Map.of("westmoon.login.baseUrl", "https://api.example.com", "westmoon.login.enabled", "true",
						"westmoon.login.accounts.shop-b.store.type", "memory", "westmoon.login.allowed-origins[0]",
						"https://a.example.com", "westmoon.login.allowed-origins[1]", "https://b.example.com",
						"westmoon.login.headers.x-app-code", "1", "westmoon.login.test.logged-in", "true",
						"westmoon.login.business-headers[https://a.example.com].x-app-code", "1",
						"westmoon.login.http-service-groups.stock", "shop-b"));
		add("profile", Map.of("westmoon.login.allowed-origins[0]", "https://c.example.com"));
		assertThat(UnknownProperties.of(this.environment)).isEmpty();
	}

	private void add(String name, Map<String, Object> properties) {
		this.environment.getPropertySources().addFirst(new MapPropertySource(name, properties));
	}

}
