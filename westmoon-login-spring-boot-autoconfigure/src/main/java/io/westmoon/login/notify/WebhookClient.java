package io.westmoon.login.notify;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Posts JSON to an address that is a secret: no failure shows it. Thread-safe.
 */
public final class WebhookClient {

	/**
	 * When to try again what may work in a moment.
	 */
	static final Duration SOON = Duration.ofSeconds(2);

	/**
	 * When to try again after too many messages.
	 */
	static final Duration NEXT_MINUTE = Duration.ofMinutes(1);

	private static final int MAX_REPLY_BYTES = 64 * 1024;

	private static final int TOO_MANY_REQUESTS = 429;

	private final Supplier<WebClient.Builder> builder;

	private volatile @Nullable WebClient client;

	/**
	 * Creates a client.
	 * @param builder makes a builder whose connector follows no redirects; called on
	 * first use. Filters of the builder see the address
	 */
	public WebhookClient(Supplier<WebClient.Builder> builder) {
		this.builder = builder;
	}

	/**
	 * Posts a message.
	 * @param uri the address, with its signature if it has one
	 * @param json the message
	 * @return the body of the reply as JSON, a missing node if it is none; fails with
	 * {@link NotificationException}
	 */
	Mono<JsonNode> post(URI uri, Map<String, String> headers, String json) {
		return Mono.defer(() -> client().post()
			.uri(uri)
			.contentType(MediaType.APPLICATION_JSON)
			.headers((all) -> headers.forEach(all::set))
			.bodyValue(json.getBytes(StandardCharsets.UTF_8))
			.exchangeToMono(WebhookClient::read)
			.onErrorMap((error) -> !(error instanceof NotificationException), WebhookClient::describe));
	}

	private WebClient client() {
		WebClient known = this.client;
		if (known == null) {
			known = this.builder.get().observationRegistry(ObservationRegistry.NOOP).build();
			this.client = known;
		}
		return known;
	}

	private static Mono<JsonNode> read(ClientResponse response) {
		HttpStatusCode status = response.statusCode();
		if (!status.is2xxSuccessful()) {
			Duration retryAfter = (status.value() == TOO_MANY_REQUESTS) ? NEXT_MINUTE
					: status.is5xxServerError() ? SOON : null;
			return response.releaseBody()
				.then(Mono.error(new NotificationException("HTTP status " + status.value(), retryAfter)));
		}
		return DataBufferUtils.join(response.body(BodyExtractors.toDataBuffers()), MAX_REPLY_BYTES)
			.map(WebhookClient::json)
			.defaultIfEmpty(MissingNode.getInstance())
			.onErrorMap(DataBufferLimitException.class,
					(ex) -> new NotificationException("the reply is larger than " + MAX_REPLY_BYTES + " bytes", null));
	}

	private static JsonNode json(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		try {
			return JsonMapper.shared().readTree(bytes);
		}
		catch (JacksonException ex) {
			return MissingNode.getInstance();
		}
	}

	/**
	 * Keeps no more of a foreign exception than its type: its message shows the address.
	 */
	private static NotificationException describe(Throwable error) {
		Throwable cause = (error instanceof WebClientRequestException && error.getCause() != null) ? error.getCause()
				: error;
		return new NotificationException("not reached (" + cause.getClass().getSimpleName() + ")", SOON);
	}

}
