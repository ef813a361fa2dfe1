package io.westmoon.login.http;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * Length and checksum of a body, by which two writings of it are compared. The lines
 * between the parts of a multipart body do not count, since Spring makes them up anew
 * each time. Not thread-safe.
 */
final class BodyDigest {

	private final CRC32C checksum = new CRC32C();

	private final @Nullable String delimiter;

	private long length;

	BodyDigest(HttpHeaders headers) {
		this.delimiter = delimiter(headers.getFirst(HttpHeaders.CONTENT_TYPE));
	}

	private static @Nullable String delimiter(@Nullable String contentType) {
		return (contentType != null && contentType.startsWith("multipart/"))
				? "--" + MediaType.parseMediaType(contentType).getParameter("boundary") : null;
	}

	void add(DataBuffer buffer) {
		if (isDelimiter(buffer)) {
			return;
		}
		this.length += buffer.readableByteCount();
		try (DataBuffer.ByteBufferIterator parts = buffer.readableByteBuffers()) {
			parts.forEachRemaining(this.checksum::update);
		}
	}

	private boolean isDelimiter(DataBuffer buffer) {
		return this.delimiter != null && buffer.readableByteCount() >= this.delimiter.length()
				&& buffer.toString(buffer.readPosition(), this.delimiter.length(), StandardCharsets.ISO_8859_1)
					.equals(this.delimiter);
	}

	boolean isShorterThan(BodyDigest other) {
		return this.length < other.length;
	}

	boolean isSameAs(BodyDigest other) {
		return this.length == other.length && this.checksum.getValue() == other.checksum.getValue();
	}

}
