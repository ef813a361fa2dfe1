package io.westmoon.login.test;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;

/**
 * A way in which a {@link WestmoonPlatformServer} can answer other than it should.
 * Immutable.
 */
public final class Fault {

	private static final String JSON = "application/json;charset=UTF-8";

	private static final String HTML = "text/html;charset=UTF-8";

	private final String name;

	private final @Nullable MockResponse answer;

	private final Duration delay;

	private Fault(String name, @Nullable MockResponse answer, Duration delay) {
		this.name = name;
		this.answer = answer;
		this.delay = delay;
	}

	/**
	 * Answers with an HTTP status and no body.
	 * @param status the status
	 * @return the fault
	 */
	public static Fault status(int status) {
		return status(status, Map.of());
	}

	/**
	 * Answers with an HTTP status, headers such as {@code Retry-After} or
	 * {@code Location}, and no body.
	 * @param status the status
	 * @param headers the headers
	 * @return the fault
	 */
	public static Fault status(int status, Map<String, String> headers) {
		return answer(status, headers, "");
	}

	/**
	 * Answers with HTTP status 200 and JSON that ends too early.
	 * @return the fault
	 */
	public static Fault brokenJson() {
		return body("{\"code\": 0, \"data\": {\"sta");
	}

	/**
	 * Answers with a web page, as a proxy or a gateway does.
	 * @param status the status
	 * @return the fault
	 */
	public static Fault html(int status) {
		return answer(status, Map.of("Content-Type", HTML),
				"<!DOCTYPE html><html><body><h1>Please sign in to the proxy</h1></body></html>");
	}

	/**
	 * Answers with HTTP status 200 and no body.
	 * @return the fault
	 */
	public static Fault empty() {
		return body("");
	}

	/**
	 * Answers with HTTP status 200 and a body of one's own.
	 * @param json the body, which need not be JSON
	 * @return the fault
	 */
	public static Fault body(String json) {
		return answer(200, Map.of("Content-Type", JSON), json);
	}

	/**
	 * Answers with whatever is wanted.
	 * @param status the status
	 * @param headers the headers
	 * @param body the body
	 * @return the fault
	 */
	public static Fault answer(int status, Map<String, String> headers, String body) {
		MockResponse.Builder answer = new MockResponse.Builder().code(status).body(body);
		headers.forEach(answer::setHeader);
		return new Fault("HTTP " + status, answer.build(), Duration.ZERO);
	}

	/**
	 * Closes the connection instead of answering.
	 * @return the fault
	 */
	public static Fault reset() {
		return new Fault("reset", new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build(),
				Duration.ZERO);
	}

	/**
	 * Answers as ever, but late.
	 * @param delay how late
	 * @return the fault
	 */
	public static Fault delay(Duration delay) {
		return new Fault("delay of " + delay, null, delay);
	}

	/**
	 * Never answers. The connection stays open until the client or the server is closed.
	 * @return the fault
	 */
	public static Fault stall() {
		return new Fault("stall", new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build(),
				Duration.ZERO);
	}

	/**
	 * Tells whether the call takes its effect all the same.
	 */
	boolean isLateOnly() {
		return this.answer == null;
	}

	MockResponse apply(@Nullable MockResponse healthy) {
		MockResponse response = (this.answer != null) ? this.answer : healthy;
		if (response == null) {
			throw new IllegalStateException("There is no answer to delay");
		}
		return this.delay.isZero() ? response
				: response.newBuilder().headersDelay(this.delay.toMillis(), TimeUnit.MILLISECONDS).build();
	}

	@Override
	public String toString() {
		return "Fault[" + this.name + "]";
	}

}
