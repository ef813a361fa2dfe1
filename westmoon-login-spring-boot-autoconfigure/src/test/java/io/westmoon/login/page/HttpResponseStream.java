package io.westmoon.login.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;

/**
 * An answer that goes on until it is closed.
 */
record HttpResponseStream(HttpResponse<InputStream> answer) implements AutoCloseable {

	String header(String name) {
		return this.answer.headers().firstValue(name).orElseThrow();
	}

	@Override
	public void close() {
		try {
			this.answer.body().close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
