package io.westmoon.login.http;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.NoOpResponseErrorHandler;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/**
 * The ways in which an application sends a request. Each returns the answer whatever its
 * status.
 */
enum HttpCaller {

	WEB_CLIENT {
		@Override
		ResponseEntity<byte[]> send(WestmoonBearerTokenFilter filter, Request request) {
			WebClient.RequestBodySpec spec = webClient(filter).method(request.method)
				.uri(request.url)
				.headers((headers) -> headers.addAll(request.headers))
				.attributes(request.attributes);
			WebClient.RequestHeadersSpec<?> complete = (request.body != null) ? spec.bodyValue(request.body) : spec;
			return answer(complete.retrieve().toEntity(byte[].class).block(TIMEOUT));
		}
	},

	REST_CLIENT {
		@Override
		ResponseEntity<byte[]> send(WestmoonBearerTokenFilter filter, Request request) {
			RestClient.RequestBodySpec spec = restClient(filter).method(request.method)
				.uri(request.url)
				.headers((headers) -> headers.addAll(request.headers))
				.attributes(request.attributes);
			return answer(((request.body != null) ? spec.body(request.body) : spec).retrieve().toEntity(byte[].class));
		}
	},

	REST_TEMPLATE {
		@Override
		ResponseEntity<byte[]> send(WestmoonBearerTokenFilter filter, Request request) {
			RestTemplate template = new RestTemplate(requests());
			template.setErrorHandler(new NoOpResponseErrorHandler());
			template.getClientHttpRequestInitializers()
				.add((started) -> request.attributes.accept(started.getAttributes()));
			template.getInterceptors().add(new WestmoonBearerTokenInterceptor(filter));
			return template.exchange(request.url, request.method, new HttpEntity<>(request.body, request.headers),
					byte[].class);
		}
	},

	HTTP_SERVICE_GROUP_ON_WEB_CLIENT {
		@Override
		ResponseEntity<byte[]> send(WestmoonBearerTokenFilter filter, Request request) {
			return HttpServiceGroupsApplication.call("on-web-client", filter, request);
		}
	},

	HTTP_SERVICE_GROUP_ON_REST_CLIENT {
		@Override
		ResponseEntity<byte[]> send(WestmoonBearerTokenFilter filter, Request request) {
			return HttpServiceGroupsApplication.call("on-rest-client", filter, request);
		}
	};

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	abstract ResponseEntity<byte[]> send(WestmoonBearerTokenFilter filter, Request request);

	private static WebClient webClient(WestmoonBearerTokenFilter filter) {
		return WebClient.builder()
			.filter(filter)
			.defaultStatusHandler((status) -> true, (response) -> Mono.empty())
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(2_000_000))
			.build();
	}

	private static RestClient restClient(WestmoonBearerTokenFilter filter) {
		return RestClient.builder()
			.requestFactory(requests())
			.requestInterceptor(new WestmoonBearerTokenInterceptor(filter))
			.defaultStatusHandler((status) -> true, (request, response) -> {
			})
			.build();
	}

	private static ClientHttpRequestFactory requests() {
		JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory();
		factory.setReadTimeout(TIMEOUT);
		return factory;
	}

	private static ResponseEntity<byte[]> answer(@Nullable ResponseEntity<byte[]> answer) {
		return Objects.requireNonNull(answer);
	}

	/**
	 * A request.
	 */
	record Request(HttpMethod method, String url, HttpHeaders headers, @Nullable String body,
			Consumer<Map<String, Object>> attributes) {

		static Request get(String url) {
			return new Request(HttpMethod.GET, url, new HttpHeaders(), null, (attributes) -> {
			});
		}

		Request method(HttpMethod method) {
			return new Request(method, this.url, this.headers, this.body, this.attributes);
		}

		Request header(String name, String value) {
			HttpHeaders headers = new HttpHeaders(this.headers);
			headers.set(name, value);
			return new Request(this.method, this.url, headers, this.body, this.attributes);
		}

		Request post(String body) {
			Request utf8 = header(HttpHeaders.CONTENT_TYPE, "text/plain;charset=UTF-8");
			return new Request(HttpMethod.POST, this.url, utf8.headers, body, this.attributes);
		}

		Request attributes(Consumer<Map<String, Object>> attributes) {
			return new Request(this.method, this.url, this.headers, this.body, attributes);
		}

	}

}
