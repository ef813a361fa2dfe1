package io.westmoon.login.autoconfigure;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.FastByteArrayOutputStream;

/**
 * Does for blocking clients what {@link SessionRedirectGuard} does for reactive ones:
 * requests that carry an {@code Authorization} header are made by a client that follows
 * no redirects, all others by one that may.
 */
final class BlockingSessionRedirectGuard implements ClientHttpRequestFactory {

	private final ClientHttpRequestFactory following;

	private final ClientHttpRequestFactory strict;

	/**
	 * Creates a guard.
	 * @param following makes requests without the header
	 * @param strict makes requests with the header; must not follow redirects
	 */
	BlockingSessionRedirectGuard(ClientHttpRequestFactory following, ClientHttpRequestFactory strict) {
		this.following = following;
		this.strict = strict;
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod method) {
		return new GuardedRequest(uri, method);
	}

	/**
	 * Becomes a request of one of the two when its headers are final.
	 */
	private final class GuardedRequest extends AbstractClientHttpRequest implements StreamingHttpOutputMessage {

		private final URI uri;

		private final HttpMethod method;

		private @Nullable Body body;

		private @Nullable FastByteArrayOutputStream written;

		GuardedRequest(URI uri, HttpMethod method) {
			this.uri = uri;
			this.method = method;
		}

		@Override
		public URI getURI() {
			return this.uri;
		}

		@Override
		public HttpMethod getMethod() {
			return this.method;
		}

		@Override
		public void setBody(Body body) {
			assertNotExecuted();
			this.body = body;
		}

		@Override
		protected OutputStream getBodyInternal(HttpHeaders headers) {
			if (this.written == null) {
				FastByteArrayOutputStream bytes = new FastByteArrayOutputStream(1024);
				this.written = bytes;
				this.body = bytes::writeTo;
			}
			return this.written;
		}

		@Override
		protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
			boolean authorized = headers.containsHeader(HttpHeaders.AUTHORIZATION);
			ClientHttpRequestFactory chosen = authorized ? BlockingSessionRedirectGuard.this.strict
					: BlockingSessionRedirectGuard.this.following;
			ClientHttpRequest request = chosen.createRequest(this.uri, this.method);
			request.getHeaders().putAll(headers);
			request.getAttributes().putAll(getAttributes());
			if (this.body != null) {
				if (request instanceof StreamingHttpOutputMessage streaming) {
					streaming.setBody(this.body);
				}
				else {
					this.body.writeTo(request.getBody());
				}
			}
			return request.execute();
		}

	}

}
