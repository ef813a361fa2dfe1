package io.westmoon.login.http;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.westmoon.login.Renewal;
import io.westmoon.login.SessionSource;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.security.oauth2.client.AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import reactor.core.publisher.Mono;

/**
 * What it costs to put the session on a GET request, up to and including the headers of
 * the connector's request. Nothing is sent.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class AttachBenchmark {

	private static final String TOKEN = "0123456789abcdef".repeat(4);

	@Param
	private Arm arm;

	private final ExchangeStrategies strategies = ExchangeStrategies.withDefaults();

	private final Target target = new Target();

	private final Mono<ClientResponse> response = Mono.just(ClientResponse.create(HttpStatus.OK).build());

	private final ClientRequest request = ClientRequest
		.create(HttpMethod.GET, URI.create("https://api.example.com/api/products?keyword=tea"))
		.header(HttpHeaders.ACCEPT, "application/json")
		.header(HttpHeaders.USER_AGENT, "benchmark")
		.attribute("template", "/api/products?keyword={keyword}")
		.build();

	private ExchangeFunction exchange;

	/**
	 * Prepares one way to attach the session.
	 */
	@Setup
	public void prepare() {
		this.exchange = this.arm.filter.get().apply(this::write);
	}

	private Mono<ClientResponse> write(ClientRequest request) {
		this.target.headers.clear();
		return request.writeTo(this.target, this.strategies).then(this.response);
	}

	/**
	 * Attaches the session and writes the request.
	 * @return the response
	 */
	@Benchmark
	public @Nullable ClientResponse attach() {
		return this.exchange.exchange(this.request).block();
	}

	/**
	 * The ways to attach a session.
	 */
	public enum Arm {

		/** No session at all. */
		NONE(() -> (request, next) -> next.exchange(request)),

		/** What people write by hand. */
		LAMBDA(() -> (request, next) -> next
			.exchange(ClientRequest.from(request).headers((headers) -> headers.setBearerAuth(TOKEN)).build())),

		/** This library. */
		WESTMOON(() -> westmoon()),

		/** Spring Security. */
		SPRING_SECURITY(() -> springSecurity());

		private final Supplier<ExchangeFilterFunction> filter;

		Arm(Supplier<ExchangeFilterFunction> filter) {
			this.filter = filter;
		}

		private static ExchangeFilterFunction westmoon() {
			return new WestmoonBearerTokenFilter(new Sessions(),
					AllowedOrigins.of(List.of("https://api.example.com")));
		}

		private static ExchangeFilterFunction springSecurity() {
			ClientRegistration registration = ClientRegistration.withRegistrationId("api")
				.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
				.clientId("client")
				.tokenUri("https://api.example.com/token")
				.build();
			OAuth2AccessToken token = new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, TOKEN, Instant.now(),
					Instant.now().plus(Duration.ofDays(1)));
			OAuth2AuthorizedClient client = new OAuth2AuthorizedClient(registration, "anonymous", token);
			InMemoryReactiveClientRegistrationRepository registrations = new InMemoryReactiveClientRegistrationRepository(
					registration);
			ServerOAuth2AuthorizedClientExchangeFilterFunction filter = new ServerOAuth2AuthorizedClientExchangeFilterFunction(
					new AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager(registrations,
							new InMemoryReactiveOAuth2AuthorizedClientService(registrations)));
			ExchangeFilterFunction withClient = (request, next) -> next.exchange(ClientRequest.from(request)
				.attributes(
						ServerOAuth2AuthorizedClientExchangeFilterFunction.oauth2AuthorizedClient(client))
				.build());
			return withClient.andThen(filter);
		}

	}

	/**
	 * Always knows a good session.
	 */
	static final class Sessions implements SessionSource {

		private volatile WestmoonSession session = WestmoonSession.received(TOKEN, "", "Bearer", Duration.ZERO,
				Clock.systemUTC());

		@Override
		public WestmoonSession currentSession() {
			return this.session;
		}

		@Override
		public Mono<WestmoonSession> session(@Nullable Duration wait) {
			return Mono.just(this.session);
		}

		@Override
		public Mono<Renewal> renew(WestmoonSession refused, @Nullable Duration wait) {
			return Mono.just(new Renewal.NotRenewed());
		}

	}

	/**
	 * A connector's request that keeps its headers only.
	 */
	private static final class Target implements ClientHttpRequest {

		private final HttpHeaders headers = new HttpHeaders();

		private final MultiValueMap<String, HttpCookie> cookies = new LinkedMultiValueMap<>();

		private final Map<String, Object> attributes = new HashMap<>();

		@Override
		public HttpMethod getMethod() {
			return HttpMethod.GET;
		}

		@Override
		public URI getURI() {
			return URI.create("");
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public MultiValueMap<String, HttpCookie> getCookies() {
			return this.cookies;
		}

		@Override
		public Map<String, Object> getAttributes() {
			return this.attributes;
		}

		@Override
		public <T> T getNativeRequest() {
			throw new UnsupportedOperationException();
		}

		@Override
		public DataBufferFactory bufferFactory() {
			return DefaultDataBufferFactory.sharedInstance;
		}

		@Override
		public void beforeCommit(Supplier<? extends Mono<Void>> action) {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean isCommitted() {
			return false;
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Mono<Void> setComplete() {
			return Mono.empty();
		}

	}

}
