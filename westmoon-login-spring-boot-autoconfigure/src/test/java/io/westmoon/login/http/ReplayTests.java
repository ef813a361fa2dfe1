package io.westmoon.login.http;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.westmoon.login.Renewal;
import io.westmoon.login.SessionSource;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.http.RecordingServer.Received;
import io.westmoon.login.http.RequestBody.Content;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request is sent twice only if the same bytes are sent twice; otherwise the caller
 * gets its 401.
 */
class ReplayTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final Map<Connector, ClientHttpConnector> connectors = new EnumMap<>(Connector.class);

	@TempDir
	private static Path directory;

	private static Content small;

	private static Content large;

	private final RecordingServer server = new RecordingServer();

	@BeforeAll
	static void write() {
		small = Content.of(100, directory);
		large = Content.of(30_000, directory);
		assertThat(large.text().length()).isGreaterThan(3 * BodyRecording.MAX_KEPT);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	/**
	 * All bodies with Reactor Netty; every third with the other clients, or all of them
	 * if the system property {@code westmoon.every-case} is {@code true}.
	 */
	static List<Arguments> bodies() {
		boolean all = Boolean.getBoolean("westmoon.every-case");
		List<Arguments> cells = new ArrayList<>();
		for (Connector connector : Connector.values()) {
			for (RequestBody body : RequestBody.values()) {
				if (all || connector == Connector.REACTOR_NETTY || (connector.ordinal() + body.ordinal()) % 3 == 0) {
					cells.add(Arguments.of(connector, body));
				}
			}
		}
		return cells;
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void aSmallBodyIsSentAgain(Connector connector, RequestBody body) {
		String answer = post(connector, "/", body.mediaType(), body.of(small), unmarked());
		assertThat(answer).isEqualTo("200 accepted");
		assertThatTheSameArrivedTwice();
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void aLargeBodyIsSentAgainIfItIsAValue(Connector connector, RequestBody body) {
		String answer = post(connector, "/", body.mediaType(), body.of(large), unmarked());
		if (body.isRepeatableValue() || (body == RequestBody.FILE && connector == Connector.REACTOR_NETTY)) {
			assertThat(answer).isEqualTo("200 accepted");
			assertThatTheSameArrivedTwice();
		}
		else {
			assertThatOnlyTheRefusalIsSeen(answer);
		}
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void aLargeBodyThatIsCalledReplayableIsSentAgainIfThatIsTrue(Connector connector, RequestBody body) {
		String answer = post(connector, "/", body.mediaType(), body.of(large), WestmoonBearerTokenFilter.replayable());
		if (body.isRepeatable()) {
			assertThat(answer).isEqualTo("200 accepted");
			assertThatTheSameArrivedTwice();
		}
		else {
			assertThatOnlyTheRefusalIsSeen(answer);
		}
	}

	@ParameterizedTest
	@EnumSource(Connector.class)
	void aBodyOfTheSameLengthAndOtherBytesIsNotSentAgain(Connector connector) {
		int[] writings = new int[1];
		BodyInserter<?, ? super ClientHttpRequest> body = (message, context) -> {
			byte[] bytes = large.text().getBytes(StandardCharsets.UTF_8);
			bytes[bytes.length - 1] = (byte) ('a' + writings[0]++);
			message.getHeaders().setContentLength(bytes.length);
			return message.writeWith(Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(bytes)));
		};
		assertThatOnlyTheRefusalIsSeen(
				post(connector, "/", MediaType.TEXT_PLAIN, body, WestmoonBearerTokenFilter.replayable()));
		assertThat(writings).containsExactly(2);
	}

	@ParameterizedTest
	@EnumSource(Connector.class)
	void aRefusalThatArrivesBeforeTheBodyIsCompleteDoesNoHarm(Connector connector) {
		Flux<DataBuffer> body = Flux.just("first ", "second")
			.concatMap((text) -> text.equals("second") ? this.server.refusedEarly().thenReturn(text) : Mono.just(text))
			.map((text) -> DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8)));
		String answer = post(connector, "/early", MediaType.TEXT_PLAIN, BodyInserters.fromDataBuffers(body),
				unmarked());
		List<Received> again = this.server.received(RecordingServer.GOOD);
		assertThat(again.isEmpty() ? answer : "401 refused").isIn("401 refused", "401 ");
		assertThat(again).allSatisfy((request) -> assertThat(request.text()).isEqualTo("first second"));
	}

	@Test
	void aBodyThatNeverEndsGetsItsRefusal() {
		Flux<DataBuffer> body = Flux.<DataBuffer>just(DefaultDataBufferFactory.sharedInstance.wrap(new byte[10]))
			.concatWith(Flux.never());
		String answer = post(Connector.REACTOR_NETTY, "/early", MediaType.TEXT_PLAIN,
				BodyInserters.fromDataBuffers(body), WestmoonBearerTokenFilter.replayable());
		assertThat(answer).isEqualTo("401 refused");
		assertThat(this.server.received(RecordingServer.GOOD)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(Connector.class)
	void aRequestWithoutABodyIsSentAgain(Connector connector) {
		assertThat(exchange(client(connector).method(HttpMethod.GET).uri("/"))).isEqualTo("200 accepted");
		assertThat(exchange(client(connector).method(HttpMethod.HEAD).uri("/"))).startsWith("200");
		assertThat(exchange(client(connector).method(HttpMethod.POST).uri("/"))).isEqualTo("200 accepted");
	}

	@Test
	void aFilterBehindThatCopiesTheRequestChangesNothing() {
		WebClient client = client(Connector.REACTOR_NETTY).mutate()
			.filter((request, next) -> next.exchange(ClientRequest.from(request).header("X-Copied", "yes").build()))
			.build();
		assertThat(exchange(client.post().uri("/").bodyValue("hello"))).isEqualTo("200 accepted");
		assertThatTheSameArrivedTwice();
	}

	private void assertThatTheSameArrivedTwice() {
		assertThat(this.server.received("dead")).singleElement()
			.satisfies((first) -> assertThat(this.server.received(RecordingServer.GOOD)).singleElement()
				.satisfies((second) -> {
					assertThat(second.text()).isEqualTo(first.text()).isNotEmpty();
					assertThat(second.contentType().replaceAll("boundary=.*", ""))
						.isEqualTo(first.contentType().replaceAll("boundary=.*", ""));
				}));
	}

	private void assertThatOnlyTheRefusalIsSeen(String answer) {
		// Jetty's client loses the body of a response now and then, with any filter or
		// none.
		assertThat(answer).isIn("401 refused", "401 ");
		assertThat(this.server.received("dead")).hasSize(1);
		assertThat(this.server.received(RecordingServer.GOOD)).isEmpty();
	}

	private String post(Connector connector, String path, MediaType type,
			BodyInserter<?, ? super ClientHttpRequest> body, Consumer<Map<String, Object>> attributes) {
		return exchange(client(connector).post().uri(path).contentType(type).attributes(attributes).body(body));
	}

	private static String exchange(WebClient.RequestHeadersSpec<?> request) {
		return request
			.exchangeToMono((response) -> response.bodyToMono(String.class)
				.defaultIfEmpty("")
				.map((body) -> response.statusCode().value() + " " + body))
			.block(TIMEOUT);
	}

	private WebClient client(Connector connector) {
		return WebClient.builder()
			.clientConnector(connectors.computeIfAbsent(connector, Connector::create))
			.baseUrl(this.server.url())
			.filter(new WestmoonBearerTokenFilter(new Sessions(), AllowedOrigins.of(List.of(this.server.url()))))
			.build();
	}

	private static Consumer<Map<String, Object>> unmarked() {
		return (attributes) -> {
		};
	}

	/**
	 * Hands out a dead session, and then a good one on another thread, one that may
	 * block: some connectors take locks when a request is sent.
	 */
	private static final class Sessions implements SessionSource {

		@Override
		public Mono<WestmoonSession> session(@Nullable Duration wait) {
			return Mono.just(session("dead"));
		}

		@Override
		public Mono<Renewal> renew(WestmoonSession refused, @Nullable Duration wait) {
			return Mono.<Renewal>just(new Renewal.Renewed(session(RecordingServer.GOOD)))
				.publishOn(Schedulers.boundedElastic());
		}

		private static WestmoonSession session(String token) {
			return WestmoonSession.received(token, "", "Bearer", Duration.ZERO, Clock.systemUTC());
		}

	}

}
