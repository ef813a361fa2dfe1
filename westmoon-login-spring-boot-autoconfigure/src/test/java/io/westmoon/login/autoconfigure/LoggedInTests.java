package io.westmoon.login.autoconfigure;

import java.time.Duration;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose test begins logged in.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "westmoon.login.test.logged-in=true")
class LoggedInTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@LocalServerPort
	private int port;

	@Autowired
	private WestmoonPlatformServer platform;

	@Autowired
	private WestmoonAuthClient client;

	@Autowired
	private WestmoonBearerTokenFilter session;

	@Test
	void healthIsFineAndCallsNeedNoScan() {
		WebTestClient.bindToServer()
			.baseUrl("http://localhost:" + this.port)
			.responseTimeout(TIMEOUT)
			.build()
			.get()
			.uri("/actuator/health")
			.exchange()
			.expectStatus()
			.isOk();
		String products = WebClient.builder()
			.filter(this.session)
			.build()
			.get()
			.uri(this.platform.url() + "/api/products?keyword=mug")
			.retrieve()
			.bodyToMono(String.class)
			.block(TIMEOUT);
		assertThat(products).contains("Ceramic mug");
		assertThat(this.client.currentSession()).isNotNull();
		assertThat(this.platform.codes()).isZero();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
