package io.westmoon.login.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.Renewal;
import io.westmoon.login.SessionSource;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.client.RestClient;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A virtual thread that waits gives its carrier back. The JVM has at most 256 carriers,
 * so that more threads can only wait at the same time if none of them is pinned.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTests {

	private static final int THREADS = 1000;

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final Sessions sessions = new Sessions();

	private final RestClient client = RestClient.builder()
		.requestFactory(answering401ToTheFirstSession())
		.requestInterceptor(
				new WestmoonBearerTokenInterceptor(this.sessions, AllowedOrigins.of(List.of("https://example.com"))))
		.build();

	@Test
	void threadsThatWaitAreNotPinned() throws Exception {
		ExecutorService threads = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor")
			.invoke(null);
		try {
			List<Future<String>> calls = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				calls.add(threads
					.submit(() -> this.client.get().uri("https://example.com/").retrieve().body(String.class)));
			}
			assertThat(this.sessions.waiting.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			this.sessions.login.tryEmitEmpty();
			assertThat(this.sessions.refused.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			this.sessions.renewal.tryEmitEmpty();
			for (Future<String> call : calls) {
				assertThat(call.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("ok");
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static ClientHttpRequestFactory answering401ToTheFirstSession() {
		return (uri, method) -> new MockClientHttpRequest(method, uri) {

			@Override
			protected MockClientHttpResponse executeInternal() {
				boolean first = "Bearer first".equals(getHeaders().getFirst(HttpHeaders.AUTHORIZATION));
				return new MockClientHttpResponse(new byte[] { 'o', 'k' },
						first ? HttpStatus.UNAUTHORIZED : HttpStatus.OK);
			}

		};
	}

	/**
	 * Lets everybody wait for a session, and again for another one.
	 */
	private static final class Sessions implements SessionSource {

		private final CountDownLatch waiting = new CountDownLatch(THREADS);

		private final CountDownLatch refused = new CountDownLatch(THREADS);

		private final Sinks.Empty<Void> login = Sinks.empty();

		private final Sinks.Empty<Void> renewal = Sinks.empty();

		@Override
		public Mono<WestmoonSession> session(@Nullable Duration wait) {
			return this.login.asMono()
				.thenReturn(ScriptedSessions.session("first"))
				.doOnSubscribe((subscription) -> this.waiting.countDown());
		}

		@Override
		public Mono<Renewal> renew(WestmoonSession refused, @Nullable Duration wait) {
			return this.renewal.asMono()
				.<Renewal>thenReturn(new Renewal.Renewed(ScriptedSessions.session("second")))
				.doOnSubscribe((subscription) -> this.refused.countDown());
		}

	}

}
