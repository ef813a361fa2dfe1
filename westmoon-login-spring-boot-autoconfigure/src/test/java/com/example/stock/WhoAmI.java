package com.example.stock;

import java.time.Clock;
import java.util.List;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.http.AllowedOrigins;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.notify.LoggingNotifier;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import io.westmoon.login.store.file.FileSessionStore;
import org.springframework.web.reactive.function.client.WebClient;

public class WhoAmI {

	public static void main(String[] args) {
		String baseUrl = "https://api-x.westmonth.com";
		Clock clock = Clock.systemUTC();
		try (WestmoonAuthClient auth = DefaultWestmoonAuthClient.builder()
			.platform(WebClientWestmoonPlatform.builder().baseUrl(baseUrl).build())
			.store(FileSessionStore.open(WestmoonAuthClient.DEFAULT_ACCOUNT, "~/.westmoon-user-login", clock))
			.listener(new LoggingNotifier())
			.build()) {
			WebClient client = WebClient.builder()
				.baseUrl(baseUrl)
				.filter(new WestmoonBearerTokenFilter(auth, AllowedOrigins.of(List.of(baseUrl))))
				.build();
			System.out.println(client.get().uri("/umc/user/user/info").retrieve().bodyToMono(String.class).block());
		}
	}

}
