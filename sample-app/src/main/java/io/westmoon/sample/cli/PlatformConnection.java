package io.westmoon.sample.cli;

import java.net.URI;
import java.util.Map;
import java.util.function.Function;

import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.ProxyProvider;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The way to the platform: through the proxy that the environment names, and with an eye
 * on what a connection failed at and on what the platform really answered.
 */
final class PlatformConnection {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String USER_INFO = "/umc/user/user/info";

	private static final int MAX_BYTES = 1024 * 1024;

	private final String baseUrl;

	private final @Nullable ProxySettings proxy;

	private volatile @Nullable Throwable failure;

	private volatile @Nullable JsonNode userInfo;

	/**
	 * Creates the way to a platform.
	 * @param baseUrl where the platform is
	 * @param environment names the proxy
	 * @throws IllegalArgumentException if a variable names no proxy
	 */
	PlatformConnection(String baseUrl, Map<String, String> environment) {
		this.baseUrl = baseUrl;
		this.proxy = ProxySettings.of(environment, URI.create(baseUrl));
	}

	/**
	 * Creates the platform.
	 * @throws IllegalArgumentException if the base URL is not valid
	 */
	WestmoonPlatform platform() {
		return WebClientWestmoonPlatform.builder()
			.baseUrl(this.baseUrl)
			.webClientBuilder(WebClient.builder()
				.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(MAX_BYTES))
				.filter(this::keepUserInfo))
			.clientConnector(new Connector(new ReactorClientHttpConnector(httpClient())))
			.build();
	}

	private HttpClient httpClient() {
		HttpClient client = HttpClient.create().compress(true).followRedirect(false);
		ProxySettings settings = this.proxy;
		if (settings == null) {
			return client;
		}
		return client.proxy((spec) -> {
			ProxyProvider.Builder builder = spec.type(ProxyProvider.Proxy.HTTP)
				.host(settings.host())
				.port(settings.port());
			if (settings.user() != null) {
				builder.username(settings.user()).password((user) -> String.valueOf(settings.password()));
			}
		});
	}

	private Mono<ClientResponse> keepUserInfo(ClientRequest request, ExchangeFunction next) {
		if (!request.url().getPath().endsWith(USER_INFO)) {
			return next.exchange(request);
		}
		return next.exchange(request)
			.flatMap((response) -> response.bodyToMono(String.class)
				.onErrorResume((ex) -> response.statusCode().is2xxSuccessful() ? Mono.error(ex) : Mono.just(""))
				.defaultIfEmpty("")
				.doOnNext((body) -> this.userInfo = parse(body))
				.map((body) -> response.mutate().body(body).build()));
	}

	private static @Nullable JsonNode parse(String body) {
		try {
			return JSON.readTree(body);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Returns what the platform answered when it was asked about the user.
	 * @return the JSON; {@code null} if there was none
	 */
	@Nullable JsonNode userInfo() {
		return this.userInfo;
	}

	/**
	 * Tells what was wrong with the certificate when the last connection failed.
	 * @return {@code null} if that was not why, or if none failed
	 */
	@Nullable CertificateProblem certificateProblem() {
		return CertificateProblem.of(this.failure);
	}

	String host() {
		return String.valueOf(URI.create(this.baseUrl).getHost());
	}

	@Nullable ProxySettings proxy() {
		return this.proxy;
	}

	/**
	 * Notes what a connection fails at, of which the platform's exceptions keep the type
	 * only.
	 */
	private final class Connector implements ClientHttpConnector {

		private final ClientHttpConnector connector;

		Connector(ClientHttpConnector connector) {
			this.connector = connector;
		}

		@Override
		public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
				Function<? super ClientHttpRequest, Mono<Void>> callback) {
			return this.connector.connect(method, uri, callback)
				.doOnNext((response) -> PlatformConnection.this.failure = null)
				.doOnError((failure) -> PlatformConnection.this.failure = failure);
		}

	}

}
