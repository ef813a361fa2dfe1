package io.westmoon.login.http;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.autoconfigure.WestmoonLoginAutoConfiguration;
import io.westmoon.login.autoconfigure.WestmoonLoginHttpServiceAutoConfiguration;
import io.westmoon.login.http.HttpCaller.Request;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;
import org.springframework.web.service.registry.ImportHttpServices;
import reactor.core.publisher.Mono;

/**
 * An application with a group of HTTP services on each client, both with the session of
 * the default account. Started once for all tests.
 */
@Configuration(proxyBeanMethods = false)
@ImportHttpServices(group = "on-web-client", types = HttpServiceGroupsApplication.Api.class,
		clientType = ClientType.WEB_CLIENT)
@ImportHttpServices(group = "on-rest-client", types = HttpServiceGroupsApplication.Api.class,
		clientType = ClientType.REST_CLIENT)
@ImportAutoConfiguration({ HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
		ReactiveHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class, WebClientAutoConfiguration.class,
		HttpServiceClientPropertiesAutoConfiguration.class, HttpServiceClientAutoConfiguration.class,
		ReactiveHttpServiceClientAutoConfiguration.class, WestmoonLoginAutoConfiguration.class,
		WestmoonLoginHttpServiceAutoConfiguration.class })
class HttpServiceGroupsApplication {

	private static final AtomicReference<@Nullable WestmoonBearerTokenFilter> FILTER = new AtomicReference<>();

	/**
	 * Makes one call.
	 * @param filter takes the place of the auto-configured one
	 */
	static ResponseEntity<byte[]> call(String group, WestmoonBearerTokenFilter filter, Request request) {
		FILTER.set(filter);
		Map<String, Object> attributes = new HashMap<>();
		request.attributes().accept(attributes);
		return Started.CONTEXT.getBean(HttpServiceProxyRegistry.class)
			.getClient(group, Api.class)
			.call(request.method(), URI.create(request.url()), request.headers().toSingleValueMap(), request.body(),
					attributes.get(RequestOptions.ACCOUNT), attributes.get(RequestOptions.WAIT_TIMEOUT),
					attributes.get(RequestOptions.NO_REPLAY), attributes.get(RequestOptions.OPTIONAL),
					attributes.get(WestmoonPlatform.REQUEST_ATTRIBUTE));
	}

	@Bean
	WestmoonBearerTokenFilter filter() {
		return new WestmoonBearerTokenFilter((named) -> FILTER.get().accounts().apply(named));
	}

	@Bean
	WebClientCustomizer everyAnswerOfWebClient() {
		return (builder) -> builder.defaultStatusHandler((status) -> true, (response) -> Mono.empty())
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(2_000_000));
	}

	@Bean
	RestClientCustomizer everyAnswerOfRestClient() {
		return (builder) -> builder.defaultStatusHandler((status) -> true, (request, response) -> {
		});
	}

	/**
	 * Starts the application when the first test needs it.
	 */
	private static final class Started {

		static final ApplicationContext CONTEXT = new SpringApplicationBuilder(HttpServiceGroupsApplication.class)
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.properties("westmoon.login.store.type=memory", "westmoon.login.http-service-groups.on-web-client=default",
					"westmoon.login.http-service-groups.on-rest-client=default",
					"spring.http.clients.imperative.factory=jdk", "spring.http.clients.read-timeout=30s")
			.run();

	}

	/**
	 * A service behind an interface.
	 */
	@HttpExchange
	interface Api {

		@HttpExchange
		ResponseEntity<byte[]> call(HttpMethod method, URI url, @RequestHeader Map<String, String> headers,
				@RequestBody(required = false) @Nullable String body,
				@RequestAttribute(name = "io.westmoon.login.http.WestmoonBearerTokenFilter.ACCOUNT",
						required = false) @Nullable Object account,
				@RequestAttribute(name = "io.westmoon.login.http.WestmoonBearerTokenFilter.WAIT_TIMEOUT",
						required = false) @Nullable Object waitTimeout,
				@RequestAttribute(name = "io.westmoon.login.http.WestmoonBearerTokenFilter.NO_REPLAY",
						required = false) @Nullable Object noReplay,
				@RequestAttribute(name = "io.westmoon.login.http.WestmoonBearerTokenFilter.OPTIONAL",
						required = false) @Nullable Object optional,
				@RequestAttribute(name = "io.westmoon.login.WestmoonPlatform.REQUEST",
						required = false) @Nullable Object platform);

	}

}
