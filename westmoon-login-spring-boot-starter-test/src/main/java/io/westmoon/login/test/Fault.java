package io.westmoon.login.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.SocketEffect;
import okio.Buffer;
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

	private final UnaryOperator<MockResponse> change;

	private Fault(String name, @Nullable MockResponse answer, UnaryOperator<MockResponse> change) {
		this.name = name;
		this.answer = answer;
		this.change = change;
	}

	private static Fault instead(String name, MockResponse answer) {
		return new Fault(name, answer, UnaryOperator.identity());
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
		return instead("HTTP " + status, answer.build());
	}

	/**
	 * Closes the connection instead of answering.
	 * @return the fault
	 */
	public static Fault reset() {
		return instead("reset", new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
	}

	/**
	 * Answers as ever, but late.
	 * @param delay how late
	 * @return the fault
	 */
	public static Fault delay(Duration delay) {
		return new Fault("delay of " + delay, null,
				(right) -> right.newBuilder().headersDelay(delay.toMillis(), TimeUnit.MILLISECONDS).build());
	}

	/**
	 * Answers as ever, but closes the connection in the middle of the body.
	 * @return the fault
	 */
	public static Fault cut() {
		return new Fault("cut", null,
				(right) -> right.newBuilder().onResponseBody(new SocketEffect.CloseSocket()).build());
	}

	/**
	 * Answers as ever, but with other headers and another body, made of the right ones.
	 * The call takes its effect: what is changed may be the only answer that carries a
	 * session.
	 * @param headers headers that replace those of the same name
	 * @param body makes the body of the right one
	 * @return the fault
	 */
	public static Fault changed(Map<String, String> headers, UnaryOperator<String> body) {
		return new Fault("changed", null, (right) -> {
			MockResponse.Builder changed = right.newBuilder().body(body.apply(text(right.getBody())));
			headers.forEach(changed::setHeader);
			return changed.build();
		});
	}

	private static String text(@Nullable MockResponseBody body) {
		Buffer buffer = new Buffer();
		try {
			if (body != null) {
				body.writeTo(buffer);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return buffer.readUtf8();
	}

	/**
	 * Never answers. The connection stays open until the client or the server is closed.
	 * @return the fault
	 */
	public static Fault stall() {
		return instead("stall", new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
	}

	/**
	 * Tells whether the call takes its effect all the same.
	 */
	boolean takesEffect() {
		return this.answer == null;
	}

	MockResponse apply(@Nullable MockResponse right) {
		MockResponse response = (this.answer != null) ? this.answer : right;
		if (response == null) {
			throw new IllegalStateException("There is no answer to change");
		}
		return this.change.apply(response);
	}

	@Override
	public String toString() {
		return "Fault[" + this.name + "]";
	}

}
