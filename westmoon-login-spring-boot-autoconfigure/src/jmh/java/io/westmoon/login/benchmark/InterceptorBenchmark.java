package io.westmoon.login.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.azure.core.implementation.AccessTokenCache;
import io.westmoon.login.http.AllowedOrigins;
import io.westmoon.login.http.WestmoonBearerTokenInterceptor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.InterceptingClientHttpRequestFactory;
import org.springframework.http.client.support.HttpRequestWrapper;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.client.OAuth2ClientHttpRequestInterceptor;

/**
 * What it costs to put a token on a GET request of {@code RestClient}, from its request
 * factory up to and including the headers of the library's request. Nothing is sent.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InterceptorBenchmark {

	@Param
	private Arm arm;

	private final URI url = URI.create("https://api.example.com/api/products?keyword=tea");

	private final Target target = new Target();

	private ClientHttpRequestFactory requests;

	/**
	 * Prepares one way to attach the token, and sees that it does.
	 * @throws IOException never
	 */
	@Setup
	public void prepare() throws IOException {
		this.requests = new InterceptingClientHttpRequestFactory((url, method) -> {
			this.target.headers.clear();
			return this.target;
		}, List.of(interceptor(this.arm)));
		attach();
		Attach.verify(this.arm, this.target.headers);
	}

	/**
	 * Attaches the token and executes the request.
	 * @return the response
	 * @throws IOException never
	 */
	@Benchmark
	public ClientHttpResponse attach() throws IOException {
		ClientHttpRequest request = this.requests.createRequest(this.url, HttpMethod.GET);
		request.getHeaders().set(HttpHeaders.ACCEPT, "application/json");
		request.getHeaders().set(HttpHeaders.USER_AGENT, "benchmark");
		return request.execute();
	}

	private static ClientHttpRequestInterceptor interceptor(Arm arm) {
		return switch (arm) {
			case NONE -> (request, body, execution) -> execution.execute(request, body);
			case LAMBDA -> (request, body, execution) -> {
				request.getHeaders().setBearerAuth(GoodSession.TOKEN);
				return execution.execute(request, body);
			};
			case COPYING_LAMBDA -> (request, body, execution) -> execution.execute(new Copy(request), body);
			case WESTMOON -> new WestmoonBearerTokenInterceptor(new GoodSession(),
					AllowedOrigins.of(List.of("https://api.example.com")));
			case SPRING_SECURITY -> springSecurity();
			case AZURE -> azure(Peers.azureCache(GoodSession.TOKEN));
		};
	}

	private static ClientHttpRequestInterceptor springSecurity() {
		var registrations = new InMemoryClientRegistrationRepository(Peers.REGISTRATION);
		var clients = new InMemoryOAuth2AuthorizedClientService(registrations);
		clients.saveAuthorizedClient(Peers.authorizedClient(GoodSession.TOKEN), Peers.NOBODY);
		var interceptor = new OAuth2ClientHttpRequestInterceptor(
				new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, clients));
		interceptor.setClientRegistrationIdResolver((request) -> Peers.REGISTRATION.getRegistrationId());
		interceptor.setPrincipalResolver((request) -> Peers.NOBODY);
		return interceptor;
	}

	private static ClientHttpRequestInterceptor azure(AccessTokenCache cache) {
		return (request, body, execution) -> {
			request.getHeaders().setBearerAuth(cache.getTokenSync(Peers.SCOPE, false).getToken());
			return execution.execute(request, body);
		};
	}

	/**
	 * Another request with one header more.
	 */
	private static final class Copy extends HttpRequestWrapper {

		private final HttpHeaders headers = new HttpHeaders();

		Copy(HttpRequest request) {
			super(request);
			this.headers.addAll(request.getHeaders());
			this.headers.setBearerAuth(GoodSession.TOKEN);
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

	}

	/**
	 * A request that keeps its headers only.
	 */
	private final class Target implements ClientHttpRequest {

		private final HttpHeaders headers = new HttpHeaders();

		private final Map<String, Object> attributes = new HashMap<>();

		private final ClientHttpResponse answer = new Answer();

		@Override
		public ClientHttpResponse execute() {
			return this.answer;
		}

		@Override
		public HttpMethod getMethod() {
			return HttpMethod.GET;
		}

		@Override
		public URI getURI() {
			return InterceptorBenchmark.this.url;
		}

		@Override
		public Map<String, Object> getAttributes() {
			return this.attributes;
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public OutputStream getBody() {
			return OutputStream.nullOutputStream();
		}

	}

	/**
	 * An answer without a body.
	 */
	private static final class Answer implements ClientHttpResponse {

		private final HttpHeaders headers = new HttpHeaders();

		@Override
		public HttpStatus getStatusCode() {
			return HttpStatus.OK;
		}

		@Override
		public String getStatusText() {
			return "OK";
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public InputStream getBody() {
			return InputStream.nullInputStream();
		}

		@Override
		public void close() {
		}

	}

}
