package io.westmoon.login.http;

import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;

import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import reactor.core.publisher.Mono;

/**
 * Another request plus the {@code Authorization} header and the business headers, which
 * are set when the request is written; copying the whole request would cost more than the
 * rest of the filter. Filters that copy this request see these headers too. Records the
 * body while it is sent.
 */
final class BearerTokenRequest implements ClientRequest {

	private final ClientRequest request;

	private final String authorization;

	private final @Nullable Map<String, String> businessHeaders;

	private final boolean replayable;

	private volatile @Nullable BodyRecording recording;

	/**
	 * Creates the request.
	 * @param request the request without the header
	 * @param session the session to send
	 * @param businessHeaders headers to send beside it; {@code null} if there are none
	 * @param replayable whether the caller says that its body can be written again
	 */
	BearerTokenRequest(ClientRequest request, WestmoonSession session, @Nullable Map<String, String> businessHeaders,
			boolean replayable) {
		this.request = request;
		this.authorization = session.authorization();
		this.businessHeaders = businessHeaders;
		this.replayable = replayable;
	}

	/**
	 * Returns the request with a body that is certain to be the one that was sent: either
	 * the recorded bytes, or the original body, compared with what was sent while it is
	 * written again.
	 * @param onDifference is run if the body turns out to be another one, before its last
	 * byte is sent
	 * @return the request without the header; {@code null} if it cannot be repeated
	 */
	@Nullable ClientRequest repeat(Runnable onDifference) {
		if (isBodiless()) {
			return this.request;
		}
		BodyRecording recording = this.recording;
		BodyInserter<?, ? super ClientHttpRequest> body = (recording != null)
				? recording.repeat(this.request.body(), onDifference) : null;
		return (body != null) ? ClientRequest.from(this.request).body(body).build() : null;
	}

	/**
	 * Drops what was recorded.
	 */
	void forget() {
		if (this.recording != null) {
			this.recording = null;
		}
	}

	private boolean isBodiless() {
		return this.request.body() == BodyInserters.<Object>empty();
	}

	/**
	 * Starts from scratch each time, since connectors and other filters may try again.
	 */
	private ClientHttpRequest record(ClientHttpRequest target) {
		BodyRecording recording = new BodyRecording(this.replayable);
		this.recording = recording;
		return ObservedHttpRequest.of(target, recording);
	}

	@Override
	public Mono<Void> writeTo(ClientHttpRequest target, ExchangeStrategies strategies) {
		addTo(target.getHeaders());
		return this.request.writeTo(isBodiless() ? target : record(target), strategies);
	}

	private void addTo(HttpHeaders headers) {
		headers.set(HttpHeaders.AUTHORIZATION, this.authorization);
		if (this.businessHeaders != null) {
			BusinessHeaders.add(this.businessHeaders, this.request.headers(), headers);
		}
	}

	@Override
	public HttpMethod method() {
		return this.request.method();
	}

	@Override
	public URI url() {
		return this.request.url();
	}

	@Override
	public HttpHeaders headers() {
		HttpHeaders headers = new HttpHeaders();
		headers.addAll(this.request.headers());
		addTo(headers);
		return HttpHeaders.readOnlyHttpHeaders(headers);
	}

	@Override
	public MultiValueMap<String, String> cookies() {
		return this.request.cookies();
	}

	@Override
	public BodyInserter<?, ? super ClientHttpRequest> body() {
		return isBodiless() ? this.request.body()
				: (message, context) -> this.request.body().insert(record(message), context);
	}

	@Override
	public Map<String, Object> attributes() {
		return this.request.attributes();
	}

	@Override
	public @Nullable Consumer<ClientHttpRequest> httpRequest() {
		return this.request.httpRequest();
	}

	@Override
	public String logPrefix() {
		return this.request.logPrefix();
	}

}
