package io.westmoon.login.http;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * Fails a body that is written for the second time and is not the first one. The failure
 * comes before the last byte, so that no server takes the body for a whole one.
 */
final class BodyComparison implements BodyObserver {

	private final @Nullable BodyDigest expected;

	private final @Nullable SentFile expectedFile;

	private final Runnable onDifference;

	private @Nullable BodyDigest digest;

	/**
	 * Creates a comparison.
	 * @param expected the first body
	 * @param expectedFile the file that was the first body
	 * @param onDifference is run before the body fails
	 */
	BodyComparison(@Nullable BodyDigest expected, @Nullable SentFile expectedFile, Runnable onDifference) {
		this.expected = expected;
		this.expectedFile = expectedFile;
		this.onDifference = onDifference;
	}

	/**
	 * Reports a body that cannot even be begun. What fails later and not through the body
	 * is the connection's fault.
	 */
	Mono<Void> guard(Mono<Void> writing) {
		return writing.doOnError((error) -> {
			if (this.digest == null) {
				this.onDifference.run();
			}
		});
	}

	@Override
	public void begin(HttpHeaders headers) {
		this.digest = new BodyDigest(headers);
	}

	@Override
	public Mono<DataBuffer> observe(Mono<? extends DataBuffer> body) {
		return Mono.<DataBuffer>from(body)
			.<DataBuffer>handle((buffer, sink) -> pass(buffer, sink, this::isSame))
			.switchIfEmpty(Mono.error(BodyComparison::difference))
			.doOnError((error) -> this.onDifference.run());
	}

	@Override
	public Flux<DataBuffer> observe(Flux<? extends DataBuffer> body) {
		return Flux.<DataBuffer>from(body)
			.<DataBuffer>handle((buffer, sink) -> pass(buffer, sink, () -> isShorter() || isSame()))
			.concatWith(failUnless(this::isSame))
			.doOnError((error) -> this.onDifference.run());
	}

	@Override
	public Mono<Void> observe(Path path, long position, long count) {
		return this.<Void>failUnless(() -> SentFile.of(path, position, count).equals(this.expectedFile))
			.doOnError((error) -> this.onDifference.run());
	}

	@Override
	public Mono<Void> observeEmpty() {
		return this.<Void>failUnless(() -> false).doOnError((error) -> this.onDifference.run());
	}

	private void pass(DataBuffer buffer, SynchronousSink<DataBuffer> sink, BooleanSupplier good) {
		if (this.digest != null) {
			this.digest.add(buffer);
		}
		if (good.getAsBoolean()) {
			sink.next(buffer);
		}
		else {
			DataBufferUtils.release(buffer);
			sink.error(difference());
		}
	}

	private boolean isShorter() {
		return this.digest != null && this.expected != null && this.digest.isShorterThan(this.expected);
	}

	private boolean isSame() {
		return this.digest != null && this.expected != null && this.digest.isSameAs(this.expected);
	}

	private <T> Mono<T> failUnless(BooleanSupplier good) {
		return Mono.defer(() -> good.getAsBoolean() ? Mono.empty() : Mono.error(difference()));
	}

	private static IllegalStateException difference() {
		return new IllegalStateException("The body differs from the one that was sent first");
	}

}
