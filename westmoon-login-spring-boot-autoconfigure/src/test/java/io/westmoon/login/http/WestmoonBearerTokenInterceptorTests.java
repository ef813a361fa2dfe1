package io.westmoon.login.http;

import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.westmoon.login.Renewal;
import io.westmoon.login.test.Fault;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.BufferingClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.ReactorClientHttpRequestFactory;
import org.springframework.util.StreamUtils;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static io.westmoon.login.http.ScriptedSessions.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class WestmoonBearerTokenInterceptorTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	private final ScriptedSessions sessions = new ScriptedSessions();

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void aCallOnAnEventLoopIsRefused() {
		this.sessions.known = session(this.server.issueSession());
		RestClient client = client(RestClient.builder());
		assertThat(get(client)).contains("\"code\":0");
		assertThatIllegalStateException()
			.isThrownBy(() -> Mono.fromCallable(() -> get(client)).subscribeOn(Schedulers.parallel()).block(TIMEOUT))
			.withMessageContaining("'parallel-")
			.withMessageContaining("WebClient with WestmoonBearerTokenFilter");
		assertThat(this.server.businessCalls()).isEqualTo(1);
	}

	@Test
	void anInterruptEndsTheWait() throws Exception {
		CompletableFuture<Thread> waiting = new CompletableFuture<>();
		this.sessions.onRenew = Mono.<Renewal>never()
			.doOnSubscribe((subscription) -> waiting.complete(Thread.currentThread()));
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		CompletableFuture<String> call = CompletableFuture.supplyAsync(() -> {
			try {
				return get(client(RestClient.builder()));
			}
			finally {
				interrupted.complete(Thread.interrupted());
			}
		}, (task) -> new Thread(task, "caller").start());
		waiting.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS).interrupt();
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> call.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOf(ResourceAccessException.class)
			.withCauseInstanceOf(InterruptedIOException.class);
		assertThat(interrupted).isCompletedWithValue(true);
	}

	@Test
	void theConnectionIsFreeBeforeTheSessionIsRenewed() throws Exception {
		try (CloseableHttpClient one = HttpClients.custom()
			.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create().setMaxConnTotal(1).build())
			.build()) {
			RestClient.Builder builder = RestClient.builder()
				.requestFactory(new HttpComponentsClientHttpRequestFactory(one));
			RestClient plain = builder.clone().build();
			Renewal renewed = new Renewal.Renewed(session(this.server.issueSession()));
			this.sessions.onRenew = Mono.fromSupplier(() -> {
				plain.get()
					.uri(this.server.url() + "/umc/user/user/info")
					.exchange((request, response) -> response.getStatusCode());
				return renewed;
			});
			assertThat(get(client(builder))).contains("\"code\":0");
		}
	}

	@Test
	void interceptorsBehindAreCalledEachTime() {
		this.sessions.renewal = new Renewal.Renewed(session(this.server.issueSession()));
		List<String> seen = new ArrayList<>();
		RestClient client = client(RestClient.builder()).mutate().requestInterceptor((request, body, execution) -> {
			seen.add(request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION));
			return execution.execute(request, body);
		}).build();
		assertThat(get(client)).contains("\"code\":0");
		assertThat(seen).hasSize(2).doesNotHaveDuplicates().allMatch((header) -> header.startsWith("Bearer "));
	}

	@Test
	void aBodyThatTheClientKeepsForOtherInterceptorsIsReadAgain() {
		this.sessions.current = session(this.server.issueSession());
		List<String> logged = new ArrayList<>();
		ClientHttpRequestInterceptor logging = (request, body, execution) -> {
			ClientHttpResponse response = execution.execute(request, body);
			logged.add(StreamUtils.copyToString(response.getBody(), StandardCharsets.UTF_8));
			return response;
		};
		AllowedOrigins origins = AllowedOrigins.of(List.of(this.server.url()));
		WestmoonBearerTokenInterceptor session = new WestmoonBearerTokenInterceptor(new WestmoonBearerTokenFilter(
				this.sessions,
				BearerTokenSettings.of(origins).withRefusalDetector(RefusalDetector.of(List.of(), List.of("-1")))));
		RestClient client = RestClient.builder()
			.baseUrl(this.server.url())
			.bufferContent((url, method) -> true)
			.requestInterceptor(logging)
			.requestInterceptor(session)
			.build();
		assertThat(get(client)).isNotNull().isEqualTo(logged.get(0));
		RestTemplate template = new RestTemplate(
				new BufferingClientHttpRequestFactory(new JdkClientHttpRequestFactory()));
		template.setInterceptors(List.of(logging, session));
		assertThat(template.getForObject(this.server.url() + "/api/products", String.class)).isNotNull()
			.isEqualTo(logged.get(1));
	}

	@ParameterizedTest
	@MethodSource("clients")
	void aRefusalIsOneAlsoIfItsBodyBreaksOff(ClientHttpRequestFactory requests) {
		this.sessions.renewal = new Renewal.Renewed(session(this.server.issueSession()));
		this.server.fail(Call.BUSINESS, Fault.cut(), 1);
		assertThat(get(client(RestClient.builder().requestFactory(requests)))).contains("\"code\":0");
	}

	private static Stream<ClientHttpRequestFactory> clients() {
		return Stream.of(new ReactorClientHttpRequestFactory(), new HttpComponentsClientHttpRequestFactory());
	}

	private static String get(RestClient client) {
		return client.get().uri("/api/products").retrieve().body(String.class);
	}

	private RestClient client(RestClient.Builder builder) {
		return builder.clone()
			.baseUrl(this.server.url())
			.requestInterceptor(
					new WestmoonBearerTokenInterceptor(this.sessions, AllowedOrigins.of(List.of(this.server.url()))))
			.build();
	}

}
