package io.westmoon.login.http;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What was sent as the body of one request, so that the same can be sent again. A body of
 * at most {@value #MAX_KEPT} bytes is kept. A longer one has to be written anew, and is
 * compared with the first before its last byte leaves; that is tried only with one value,
 * with a file, and with a stream that the caller says can be written again.
 * <p>
 * Written by one thread at a time; may be read by any thread once it is complete.
 */
final class BodyRecording implements BodyObserver {

	static final int MAX_KEPT = 64 * 1024;

	private final boolean replayable;

	private HttpHeaders headers = HttpHeaders.EMPTY;

	private long contentLength = -1;

	private long length;

	private byte @Nullable [] kept = new byte[0];

	private @Nullable BodyDigest digest;

	private @Nullable SentFile file;

	// Written last: what was written before is visible to who sees it set.
	private volatile boolean complete;

	/**
	 * Creates a recording.
	 * @param replayable whether the caller says that its stream can be written again
	 */
	BodyRecording(boolean replayable) {
		this.replayable = replayable;
	}

	@Override
	public void begin(HttpHeaders headers) {
		this.headers = headers;
		this.contentLength = headers.getContentLength();
	}

	@Override
	public Mono<DataBuffer> observe(Mono<? extends DataBuffer> body) {
		return Mono.<DataBuffer>from(body).doOnSuccess((buffer) -> {
			if (buffer != null) {
				add(buffer, this.replayable || buffer.readableByteCount() > MAX_KEPT);
			}
			this.complete = true;
		}).hide();
	}

	@Override
	public Flux<DataBuffer> observe(Flux<? extends DataBuffer> body) {
		return Flux.<DataBuffer>from(body)
			.doOnNext((buffer) -> add(buffer, this.replayable))
			.doOnComplete(() -> this.complete = true)
			// A fused consumer may find the end without asking for it.
			.hide();
	}

	@Override
	public Mono<Void> observe(Path path, long position, long count) {
		return Mono.fromRunnable(() -> {
			this.file = SentFile.of(path, position, count);
			this.complete = true;
		});
	}

	@Override
	public Mono<Void> observeEmpty() {
		return Mono.fromRunnable(() -> this.complete = true);
	}

	private void add(DataBuffer buffer, boolean digested) {
		keep(buffer, buffer.readableByteCount());
		if (digested) {
			if (this.digest == null) {
				this.digest = new BodyDigest(this.headers);
			}
			this.digest.add(buffer);
		}
		// The server may answer the last byte before the stream reports its end.
		if (this.length == this.contentLength) {
			this.complete = true;
		}
	}

	private void keep(DataBuffer buffer, int count) {
		int start = (int) Math.min(this.length, MAX_KEPT);
		this.length += count;
		if (this.kept == null || this.length > MAX_KEPT) {
			this.kept = null;
			return;
		}
		if (this.kept.length < this.length) {
			int doubled = Math.min(2 * this.kept.length, MAX_KEPT);
			this.kept = Arrays.copyOf(this.kept, Math.max((int) this.length, doubled));
		}
		buffer.toByteBuffer(buffer.readPosition(), ByteBuffer.wrap(this.kept), start, count);
	}

	/**
	 * Returns a body that is the recorded one, or fails before it is complete.
	 * @param original the body as the caller gave it
	 * @param onDifference is run before the body fails
	 * @return {@code null} if the body cannot be repeated
	 */
	@Nullable BodyInserter<?, ? super ClientHttpRequest> repeat(BodyInserter<?, ? super ClientHttpRequest> original,
			Runnable onDifference) {
		if (!this.complete) {
			return null;
		}
		byte[] bytes = this.kept;
		if (bytes != null && this.file == null) {
			return (message, context) -> write(bytes, (int) this.length, message);
		}
		if (this.digest == null && this.file == null) {
			return null;
		}
		return (message, context) -> {
			BodyComparison comparison = new BodyComparison(this.digest, this.file, onDifference);
			return comparison
				.guard(Mono.defer(() -> original.insert(ObservedHttpRequest.of(message, comparison), context)));
		};
	}

	private Mono<Void> write(byte[] bytes, int count, ClientHttpRequest message) {
		HttpHeaders headers = message.getHeaders();
		this.headers.forEach((name, values) -> {
			// The caller's content type lacks what was added to it, such as a boundary.
			if (name.regionMatches(true, 0, "Content-", 0, 8)) {
				headers.put(name, values);
			}
			else {
				headers.putIfAbsent(name, values);
			}
		});
		return (count == 0) ? message.setComplete() : message
			.writeWith(Mono.fromSupplier(() -> message.bufferFactory().wrap(ByteBuffer.wrap(bytes, 0, count))));
	}

}
