package io.westmoon.login.benchmark;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.google.auth.RequestMetadataCallback;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.http.AllowedOrigins;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.client.AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ClientCredentialsReactiveOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.InMemoryReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.RemoveAuthorizedClientReactiveOAuth2AuthorizationFailureHandler;
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The ways to go on after a 401. Each begins with the old token and sends a call at most
 * twice.
 */
enum StormArm {

	WESTMOON("**this library**") {
		@Override
		Keeper open(TokenIssuer issuer, String origin) {
			WestmoonAuthClient client = IssuedSessions.client(issuer);
			return new Keeper(new WestmoonBearerTokenFilter(client, AllowedOrigins.of(List.of(origin))), client::close);
		}
	},

	SPRING_SECURITY("Spring Security + retry on 401") {
		@Override
		Keeper open(TokenIssuer issuer, String origin) {
			var registrations = new InMemoryReactiveClientRegistrationRepository(Peers.REGISTRATION);
			var clients = new InMemoryReactiveOAuth2AuthorizedClientService(registrations);
			clients.saveAuthorizedClient(Peers.authorizedClient(TokenIssuer.OLD), Peers.NOBODY).block();
			var provider = new ClientCredentialsReactiveOAuth2AuthorizedClientProvider();
			provider.setAccessTokenResponseClient((request) -> issuer.login()
				.map((token) -> OAuth2AccessTokenResponse.withToken(token)
					.tokenType(OAuth2AccessToken.TokenType.BEARER)
					.expiresIn(86_400)
					.build()));
			var manager = new AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager(registrations, clients);
			manager.setAuthorizedClientProvider(provider);
			var filter = new ServerOAuth2AuthorizedClientExchangeFilterFunction(manager);
			filter.setDefaultClientRegistrationId(Peers.REGISTRATION.getRegistrationId());
			filter.setAuthorizationFailureHandler(
					new RemoveAuthorizedClientReactiveOAuth2AuthorizationFailureHandler((registration, principal,
							attributes) -> clients.removeAuthorizedClient(registration, principal.getName())));
			ExchangeFilterFunction retry = (request, next) -> next.exchange(request)
				.flatMap((response) -> (response.statusCode() == HttpStatus.UNAUTHORIZED)
						? response.releaseBody().then(next.exchange(request)) : Mono.just(response));
			return new Keeper(retry.andThen(filter), () -> {
			});
		}
	},

	GOOGLE("google-auth-library") {
		@Override
		Keeper open(TokenIssuer issuer, String origin) {
			ExecutorService threads = Executors.newCachedThreadPool();
			Scheduler scheduler = Schedulers.fromExecutorService(threads);
			OAuth2Credentials credentials = new GoogleCredentials(issuer);
			// Refreshes after a 401 as its own HttpCredentialsAdapter does: on the thread
			// of
			// the call, which waits.
			ExchangeFilterFunction filter = (request, next) -> metadata(credentials, threads)
				.flatMap((headers) -> next.exchange(with(request, headers)))
				.flatMap((response) -> (response.statusCode() == HttpStatus.UNAUTHORIZED)
						? response.releaseBody().then(Mono.fromCallable(() -> {
							credentials.refresh();
							return credentials.getRequestMetadata(null);
						}).subscribeOn(scheduler)).flatMap((headers) -> next.exchange(with(request, headers)))
						: Mono.just(response));
			return new Keeper(filter, () -> {
				scheduler.dispose();
				threads.shutdownNow();
			});
		}
	},

	NAIVE("each caller logs in") {
		@Override
		Keeper open(TokenIssuer issuer, String origin) {
			ExchangeFilterFunction filter = new ExchangeFilterFunction() {

				private volatile String token = TokenIssuer.OLD;

				@Override
				public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
					return next.exchange(with(request, this.token))
						.flatMap(
								(response) -> (response.statusCode() == HttpStatus.UNAUTHORIZED)
										? response.releaseBody()
											.then(issuer.login())
											.doOnNext((issued) -> this.token = issued)
											.flatMap((issued) -> next.exchange(with(request, issued)))
										: Mono.just(response));
				}

			};
			return new Keeper(filter, () -> {
			});
		}
	};

	private final String title;

	StormArm(String title) {
		this.title = title;
	}

	String title() {
		return this.title;
	}

	/**
	 * Opens what keeps the token.
	 * @param issuer where it logs in
	 * @param origin where the calls go
	 */
	abstract Keeper open(TokenIssuer issuer, String origin);

	private static ClientRequest with(ClientRequest request, String token) {
		return ClientRequest.from(request).headers((headers) -> headers.setBearerAuth(token)).build();
	}

	private static ClientRequest with(ClientRequest request, Map<String, List<String>> metadata) {
		return ClientRequest.from(request)
			.headers(
					(headers) -> headers.set(HttpHeaders.AUTHORIZATION, metadata.get(HttpHeaders.AUTHORIZATION).get(0)))
			.build();
	}

	private static Mono<Map<String, List<String>>> metadata(OAuth2Credentials credentials, ExecutorService threads) {
		return Mono.create((sink) -> credentials.getRequestMetadata(null, threads, new RequestMetadataCallback() {

			@Override
			public void onSuccess(Map<String, List<String>> metadata) {
				sink.success(metadata);
			}

			@Override
			public void onFailure(Throwable exception) {
				sink.error(exception);
			}

		}));
	}

	/**
	 * What keeps the token of an arm.
	 *
	 * @param filter puts it on calls
	 * @param end closes everything
	 */
	record Keeper(ExchangeFilterFunction filter, Runnable end) implements AutoCloseable {

		WebClient client(WebClient plain) {
			return plain.mutate().filter(this.filter).build();
		}

		@Override
		public void close() {
			this.end.run();
		}

	}

	/**
	 * Credentials that log in where all do.
	 */
	private static final class GoogleCredentials extends OAuth2Credentials {

		private static final long serialVersionUID = 1L;

		private final transient TokenIssuer issuer;

		GoogleCredentials(TokenIssuer issuer) {
			super(token(TokenIssuer.OLD));
			this.issuer = issuer;
		}

		private static AccessToken token(String value) {
			return new AccessToken(value, Date.from(Instant.now().plusSeconds(86_400)));
		}

		@Override
		public AccessToken refreshAccessToken() {
			return token(this.issuer.login().block());
		}

	}

}
