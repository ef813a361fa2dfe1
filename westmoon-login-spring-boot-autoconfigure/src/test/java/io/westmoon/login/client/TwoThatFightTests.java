package io.westmoon.login.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.http.AllowedOrigins;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import io.westmoon.login.store.InMemorySessionStore;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two services that log in as the same user, at a platform where a new login of a user
 * ends the older session. A person confirms each code at once.
 */
class TwoThatFightTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start().singleSession(true).autoConfirm(true);

	private final List<WestmoonAuthClient> clients = new ArrayList<>();

	@AfterEach
	void stop() {
		this.clients.forEach(WestmoonAuthClient::close);
		this.server.close();
	}

	@Test
	void withoutACommonStoreOneOfThemPausesInsteadOfAskingForCodeAfterCode() {
		WestmoonAuthClient first = client(new InMemorySessionStore());
		WestmoonAuthClient second = client(new InMemorySessionStore());
		for (int i = 0; i < 3; i++) {
			assertThat(call(first)).contains("\"code\":0");
			assertThat(call(second)).contains("\"code\":0");
		}
		for (int i = 0; i < 5; i++) {
			assertThatExceptionOfType(LoginRequiredException.class).isThrownBy(() -> call(first))
				.withMessageContaining("This user seems to log in elsewhere")
				.withMessageContaining("Let both share a store");
			assertThat(call(second)).contains("\"code\":0");
		}
		assertThat(first.status().attempt().failure().kind()).isEqualTo(LoginFailure.Kind.REPLACED_ELSEWHERE);
		assertThat(this.server.codes()).isEqualTo(6);
	}

	@Test
	void withACommonStoreTheyShareOneSession() {
		SessionStore store = new InMemorySessionStore();
		WestmoonAuthClient first = client(store);
		WestmoonAuthClient second = client(store);
		for (int i = 0; i < 5; i++) {
			assertThat(call(first)).contains("\"code\":0");
			assertThat(call(second)).contains("\"code\":0");
		}
		assertThat(this.server.codes()).isEqualTo(1);
	}

	private WestmoonAuthClient client(SessionStore store) {
		WestmoonAuthClient client = DefaultWestmoonAuthClient.builder()
			.platform(WebClientWestmoonPlatform.builder().baseUrl(this.server.url()).build())
			.store(store)
			.pollInterval(Duration.ofMillis(50))
			.build();
		this.clients.add(client);
		return client;
	}

	private String call(WestmoonAuthClient client) {
		return WebClient.builder()
			.baseUrl(this.server.url())
			.filter(new WestmoonBearerTokenFilter(client, AllowedOrigins.of(List.of(this.server.url()))))
			.build()
			.get()
			.uri("/api/products?keyword=mug")
			.retrieve()
			.bodyToMono(String.class)
			.block(TIMEOUT);
	}

}
