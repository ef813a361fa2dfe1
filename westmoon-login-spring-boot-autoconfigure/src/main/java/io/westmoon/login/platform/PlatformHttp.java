package io.westmoon.login.platform;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.micrometer.observation.ObservationRegistry;
import io.westmoon.login.PlatformException;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.PlatformUnreachableException;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.support.Durations;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;

/**
 * Makes calls with the application's builder. The application's filters, and with them
 * logs and traces, see the call with its secrets taken out; these are put in at the very
 * end, just before the connector.
 */
final class PlatformHttp {

	private static final String CALL_ATTRIBUTE = PlatformHttp.class.getName() + ".CALL";

	private static final Duration MAX_DISCARD = Duration.ofSeconds(1);

	private static final Duration MAX_RETRY_AFTER = Duration.ofDays(1);

	private final AtomicReference<@Nullable WebClient> client = new AtomicReference<>();

	private final Supplier<WebClient.Builder> builder;

	private final @Nullable ClientHttpConnector connector;

	private final HttpHeaders headers;

	private final String origin;

	private final Duration timeout;

	private final Clock clock;

	PlatformHttp(Supplier<WebClient.Builder> builder, @Nullable ClientHttpConnector connector, HttpHeaders headers,
			String origin, Duration timeout, Clock clock) {
		this.builder = builder;
		this.connector = connector;
		this.headers = headers;
		this.origin = origin;
		this.timeout = timeout;
		this.clock = clock;
	}

	/**
	 * Makes a call.
	 * @param call the call
	 * @return the body of a 2xx answer; fails with {@link PlatformException}
	 */
	Mono<PlatformResponse> exchange(PlatformCall call) {
		return Mono.defer(() -> client().get()
			.uri(call.shown())
			.headers((headers) -> headers.putAll(this.headers))
			.attribute(WestmoonPlatform.REQUEST_ATTRIBUTE, true)
			.attribute(CALL_ATTRIBUTE, call)
			.exchangeToMono((response) -> read(call, response))
			.timeout(this.timeout)
			.onErrorMap(Exception.class, (ex) -> problem(call, ex)));
	}

	/**
	 * Builds the client on first use, since the builder may depend on beans that depend
	 * on this platform. Calls the supplier without a lock, so it may be called twice.
	 */
	WebClient client() {
		WebClient client = this.client.get();
		if (client == null) {
			WebClient.Builder builder = this.builder.get()
				.clone()
				.filter((shown, next) -> revealing(next).exchange(shown))
				.observationRegistry(ObservationRegistry.NOOP);
			if (this.connector != null) {
				builder.clientConnector(this.connector);
			}
			client = builder.build();
			this.client.set(client);
		}
		return client;
	}

	private ExchangeFunction revealing(ExchangeFunction sender) {
		return (shown) -> {
			PlatformCall call = (PlatformCall) shown.attribute(CALL_ATTRIBUTE).orElseThrow();
			ClientRequest real = ClientRequest.from(shown).url(call.uri()).headers((headers) -> {
				headers.remove(HttpHeaders.AUTHORIZATION);
				if (call.authorization() != null) {
					headers.set(HttpHeaders.AUTHORIZATION, call.authorization());
				}
			}).build();
			return sender.exchange(real)
				.onErrorMap(Exception.class, (ex) -> problem(call, ex))
				.map((response) -> response.mutate().request(new RedactedRequest(shown)).build());
		};
	}

	private Mono<PlatformResponse> read(PlatformCall call, ClientResponse response) {
		if (!response.statusCode().is2xxSuccessful()) {
			PlatformException problem = new PlatformStatusException(call.name(), response.statusCode().value(),
					retryAfter(response));
			return discardBody(response).then(Mono.error(problem));
		}
		Charset charset = charset(response);
		return DataBufferUtils.join(response.body(BodyExtractors.toDataBuffers()), call.maxBytes())
			.map(PlatformHttp::bytes)
			.defaultIfEmpty(new byte[0])
			.map((body) -> new PlatformResponse(call, body, charset))
			.onErrorMap(DataBufferLimitException.class, (ex) -> new PlatformResponse(call, new byte[0], charset)
				.notUnderstood("it is larger than " + call.maxBytes() + " bytes"));
	}

	/**
	 * Gives the connection back, or closes it where the body takes too long: the status
	 * alone says what there is to know.
	 */
	private Mono<Void> discardBody(ClientResponse response) {
		Duration patience = this.timeout.dividedBy(2);
		return response.releaseBody().timeout(Durations.min(patience, MAX_DISCARD)).onErrorComplete();
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private static Charset charset(ClientResponse response) {
		try {
			Charset charset = response.headers().contentType().map(MediaType::getCharset).orElse(null);
			return (charset != null) ? charset : StandardCharsets.UTF_8;
		}
		catch (IllegalArgumentException ex) {
			return StandardCharsets.UTF_8;
		}
	}

	/**
	 * Keeps no more of a foreign exception than its type: its message, its cause or its
	 * fields may carry the real URI or the headers.
	 */
	private PlatformException problem(PlatformCall call, Throwable ex) {
		if (ex instanceof PlatformException known) {
			return known;
		}
		Throwable cause = (ex instanceof WebClientRequestException && ex.getCause() != null) ? ex.getCause() : ex;
		return new PlatformUnreachableException(call.name(), this.origin, cause);
	}

	private @Nullable Duration retryAfter(ClientResponse response) {
		String value = response.headers().asHttpHeaders().getFirst(HttpHeaders.RETRY_AFTER);
		if (value == null) {
			return null;
		}
		Duration wait = value.strip().matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(value.strip()))
				: until(value.strip());
		if (wait == null || wait.compareTo(MAX_RETRY_AFTER) < 0) {
			return wait;
		}
		return MAX_RETRY_AFTER;
	}

	private @Nullable Duration until(String date) {
		try {
			Instant end = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
			Duration wait = Duration.between(this.clock.instant(), end);
			return wait.isNegative() ? Duration.ZERO : wait;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
