package io.westmoon.login.benchmark;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.azure.core.implementation.AccessTokenCache;
import io.westmoon.login.http.AllowedOrigins;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
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
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import reactor.core.publisher.Mono;

/**
 * What it costs to put a token on a GET request of {@code WebClient}, up to and including
 * the headers of the connector's request. Nothing is sent.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FilterBenchmark {

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
	 * Prepares one way to attach the token, and sees that it does.
	 */
	@Setup
	public void prepare() {
		this.exchange = filter(this.arm).apply(this::write);
		attach();
		Attach.verify(this.arm, this.target.headers);
	}

	private Mono<ClientResponse> write(ClientRequest request) {
		this.target.headers.clear();
		return request.writeTo(this.target, this.strategies).then(this.response);
	}

	/**
	 * Attaches the token and writes the request.
	 * @return the response
	 */
	@Benchmark
	public @Nullable ClientResponse attach() {
		return this.exchange.exchange(this.request).block();
	}

	private static ExchangeFilterFunction filter(Arm arm) {
		return switch (arm) {
			case NONE -> (request, next) -> next.exchange(request);
			case LAMBDA, COPYING_LAMBDA -> lambda();
			case WESTMOON ->
				new WestmoonBearerTokenFilter(new GoodSession(), AllowedOrigins.of(List.of("https://api.example.com")));
			case SPRING_SECURITY -> springSecurity();
			case AZURE -> azure(Peers.azureCache(GoodSession.TOKEN));
		};
	}

	static ExchangeFilterFunction lambda() {
		return (request, next) -> next.exchange(
				ClientRequest.from(request).headers((headers) -> headers.setBearerAuth(GoodSession.TOKEN)).build());
	}

	private static ExchangeFilterFunction springSecurity() {
		var registrations = new InMemoryReactiveClientRegistrationRepository(Peers.REGISTRATION);
		var clients = new InMemoryReactiveOAuth2AuthorizedClientService(registrations);
		clients.saveAuthorizedClient(Peers.authorizedClient(GoodSession.TOKEN), Peers.NOBODY).block();
		var filter = new ServerOAuth2AuthorizedClientExchangeFilterFunction(
				new AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager(registrations, clients));
		filter.setDefaultClientRegistrationId(Peers.REGISTRATION.getRegistrationId());
		return filter;
	}

	private static ExchangeFilterFunction azure(AccessTokenCache cache) {
		return (request, next) -> cache.getToken(Peers.SCOPE, false)
			.flatMap((token) -> next.exchange(
					ClientRequest.from(request).headers((headers) -> headers.setBearerAuth(token.getToken())).build()));
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
