package io.westmoon.login.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A response of a blocking client whose body was looked at while it arrived. Its body is
 * the same, byte for byte; what was not looked at comes from the connection as the caller
 * reads it. A body that the client keeps in memory can be read again as before. How long
 * one read may take is a setting of the client.
 */
final class InspectedHttpResponse implements ClientHttpResponse {

	private static final int CHUNK = 8 * 1024;

	private final ClientHttpResponse response;

	private final @Nullable InputStream body;

	private final boolean refused;

	private final boolean complete;

	private InspectedHttpResponse(ClientHttpResponse response, @Nullable InputStream body, boolean refused,
			boolean complete) {
		this.response = response;
		this.body = body;
		this.refused = refused;
		this.complete = complete;
	}

	/**
	 * Looks at the body of a response. A response that cannot be read is closed only if
	 * this fails.
	 */
	static InspectedHttpResponse of(ClientHttpResponse response, BodyInspection inspection) throws IOException {
		try {
			return read(response, response.getBody(), inspection);
		}
		catch (IOException | RuntimeException | Error ex) {
			response.close();
			throw ex;
		}
	}

	private static InspectedHttpResponse read(ClientHttpResponse response, InputStream body, BodyInspection inspection)
			throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		byte[] buffer = new byte[CHUNK];
		long end = System.nanoTime() + BodyInspection.MAX_TIME.toNanos();
		boolean complete = false;
		try {
			boolean more = true;
			while (more) {
				int count = body.read(buffer);
				complete = count < 0;
				if (!complete) {
					head.write(buffer, 0, count);
				}
				more = !complete && inspection.next(Arrays.copyOf(buffer, count)) && System.nanoTime() - end < 0;
			}
		}
		catch (IOException ex) {
			return new InspectedHttpResponse(response, followedBy(head, new BrokenStream(ex)), inspection.isRefused(),
					false);
		}
		if (complete) {
			inspection.end();
		}
		InputStream rest = isKept(response, body) ? null : followedBy(head, body);
		return new InspectedHttpResponse(response, rest, inspection.isRefused(), complete);
	}

	/**
	 * Tells whether the client keeps the body in memory and lets it be read more than
	 * once, as it does for interceptors that log bodies.
	 */
	private static boolean isKept(ClientHttpResponse response, InputStream body) throws IOException {
		return body instanceof ByteArrayInputStream && response.getBody() != body;
	}

	private static InputStream followedBy(ByteArrayOutputStream head, InputStream rest) {
		return new SequenceInputStream(new ByteArrayInputStream(head.toByteArray()), rest);
	}

	/**
	 * Tells whether the body says that the session was refused.
	 */
	boolean isRefused() {
		return this.refused;
	}

	/**
	 * Tells whether the whole body has arrived.
	 */
	boolean isComplete() {
		return this.complete;
	}

	@Override
	public HttpStatusCode getStatusCode() throws IOException {
		return this.response.getStatusCode();
	}

	@Override
	public String getStatusText() throws IOException {
		return this.response.getStatusText();
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.response.getHeaders();
	}

	@Override
	public InputStream getBody() throws IOException {
		return (this.body != null) ? this.body : this.response.getBody();
	}

	@Override
	public void close() {
		this.response.close();
	}

	/**
	 * Fails as the connection did.
	 */
	private static final class BrokenStream extends InputStream {

		private final IOException problem;

		BrokenStream(IOException problem) {
			this.problem = problem;
		}

		@Override
		public int read() throws IOException {
			throw this.problem;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			throw this.problem;
		}

	}

}
