package com.example.stock;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import feign.Client;
import feign.Feign;
import feign.FeignException;
import feign.Param;
import feign.RequestLine;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.http.AllowedOrigins;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import io.westmoon.login.store.InMemorySessionStore;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SessionFeignClientTests {

	private final WestmoonPlatformServer platform = WestmoonPlatformServer.start().autoConfirm(true);

	private final WestmoonAuthClient auth = DefaultWestmoonAuthClient.builder()
		.platform(WebClientWestmoonPlatform.builder().baseUrl(this.platform.url()).build())
		.store(new InMemorySessionStore())
		.build();

	private final Api api = api(this.platform.url());

	@AfterEach
	void close() {
		this.auth.close();
		this.platform.close();
	}

	@Test
	void theFirstCallLogsIn() {
		assertThat(this.api.search("mug")).contains("Ceramic mug");
		assertThat(this.platform.codes()).isEqualTo(1);
	}

	@Test
	void callsThatAreRefusedShareOneLoginAndAreSentAgain() throws Exception {
		this.api.echo("once");
		this.platform.revoke();
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Future<String>> calls = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				String body = "stock " + i;
				calls.add(threads.submit(() -> this.api.echo(body)));
			}
			for (int i = 0; i < 8; i++) {
				assertThat(calls.get(i).get(20, TimeUnit.SECONDS)).isEqualTo("stock " + i);
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.platform.codes()).isEqualTo(2);
	}

	@Test
	void aRefusalThatIsNotTheSessionsFaultReachesTheCallerWithoutTheSession() {
		this.platform.forbid(true);
		assertThatExceptionOfType(FeignException.Unauthorized.class).isThrownBy(() -> this.api.search("mug"))
			.satisfies((refusal) -> {
				assertThat(refusal.contentUTF8()).contains("没有访问权限");
				assertThat(refusal.request().toString()).doesNotContain("Bearer");
			});
		assertThat(this.platform.codes()).isEqualTo(1);
	}

	@Test
	void otherHostsDoNotSeeTheSession() {
		assertThatExceptionOfType(FeignException.Unauthorized.class)
			.isThrownBy(() -> api(this.platform.url().replace("127.0.0.1", "localhost")).search("mug"));
		assertThat(this.platform.codes()).isZero();
	}

	private Api api(String url) {
		return Feign.builder()
			.client(new SessionFeignClient(new Client.Default(null, null), this.auth,
					AllowedOrigins.of(List.of(this.platform.url()))))
			.target(Api.class, url);
	}

	interface Api {

		@RequestLine("GET /api/products?keyword={keyword}")
		String search(@Param("keyword") String keyword);

		@RequestLine("POST /api/echo")
		String echo(String body);

	}

}
