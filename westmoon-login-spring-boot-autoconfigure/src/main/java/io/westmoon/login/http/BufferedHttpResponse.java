package io.westmoon.login.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A response of a blocking client that was read into memory and closed, so that its
 * connection is free for other calls. A body is cut after
 * {@value BufferedResponse#MAX_BODY} bytes; how long reading may take is a setting of the
 * client.
 */
final class BufferedHttpResponse implements ClientHttpResponse {

	private static final int CHUNK = 8 * 1024;

	private final HttpStatusCode status;

	private final String statusText;

	private final HttpHeaders headers;

	private final byte[] body;

	private BufferedHttpResponse(HttpStatusCode status, String statusText, HttpHeaders headers, byte[] body) {
		this.status = status;
		this.statusText = statusText;
		this.headers = headers;
		this.body = body;
	}

	/**
	 * Reads and closes a response. What of the body cannot be read is missing.
	 */
	static ClientHttpResponse of(ClientHttpResponse response) throws IOException {
		try (response) {
			HttpHeaders headers = new HttpHeaders();
			headers.addAll(response.getHeaders());
			byte[] body = read(response);
			// The length of a response to HEAD is not that of its body, which is empty.
			if (body.length > 0 && headers.getContentLength() > body.length) {
				headers.setContentLength(body.length);
			}
			return new BufferedHttpResponse(response.getStatusCode(), response.getStatusText(),
					HttpHeaders.readOnlyHttpHeaders(headers), body);
		}
	}

	private static byte[] read(ClientHttpResponse response) {
		ByteArrayOutputStream arrived = new ByteArrayOutputStream();
		byte[] buffer = new byte[CHUNK];
		try (InputStream body = response.getBody()) {
			int count = body.read(buffer);
			while (count > 0) {
				arrived.write(buffer, 0, count);
				count = body.read(buffer, 0, Math.min(CHUNK, BufferedResponse.MAX_BODY - arrived.size()));
			}
		}
		catch (IOException | RuntimeException ex) {
			// The rest is missing. Some clients throw exceptions of their own.
		}
		return arrived.toByteArray();
	}

	@Override
	public HttpStatusCode getStatusCode() {
		return this.status;
	}

	@Override
	public String getStatusText() {
		return this.statusText;
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public InputStream getBody() {
		return new ByteArrayInputStream(this.body);
	}

	@Override
	public void close() {
		// Closed when it was read.
	}

}
