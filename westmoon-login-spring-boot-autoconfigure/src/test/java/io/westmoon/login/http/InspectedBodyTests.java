package io.westmoon.login.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Level;
import io.netty.buffer.PooledByteBufAllocator;
import io.westmoon.login.http.RefusalDetector.BodyInspector;
import io.westmoon.login.http.RefusalDetector.Finding;
import io.westmoon.login.testsupport.CapturedLog;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;
import reactor.test.publisher.TestPublisher.Violation;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A body that is looked at reaches its caller unchanged and as it comes.
 */
class InspectedBodyTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final NettyDataBufferFactory pooled = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);

	private final List<NettyDataBuffer> buffers = new ArrayList<>();

	private final TestPublisher<DataBuffer> body = TestPublisher.createNoncompliant(Violation.DEFER_CANCELLATION);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final AtomicReference<InspectedResponse> found = new AtomicReference<>();

	@Test
	void aBodyThatNeverEndsFlowsAsSoonAsItsHeadSaysEnough() {
		look();
		send("{\"co");
		assertThat(this.found).hasNullValue();
		send("de\":0,\"data\":[");
		assertThat(this.found.get().refused()).isFalse();
		Reader reader = read(2);
		assertThat(reader.text()).isEqualTo("{\"code\":0,\"data\":[");
		reader.request(1);
		send("1,");
		assertThat(reader.text()).isEqualTo("{\"code\":0,\"data\":[1,");
		reader.cancel();
		this.body.assertCancelled();
		assertReleased();
	}

	@Test
	void nothingIsReadThatNobodyAskedFor() {
		List<Long> demanded = new ArrayList<>();
		Flux<DataBuffer> plenty = Flux.range(0, 100)
			.<DataBuffer>map((i) -> buffer("{\"code\":0,"))
			.doOnRequest(demanded::add);
		InspectedResponse inspected = InspectedResponse.of(response(plenty), inspection("-1"), this.time)
			.block(TIMEOUT);
		assertThat(demanded).containsExactly(1L);
		Reader reader = new Reader();
		inspected.response().body((message, context) -> message.getBody()).subscribe(reader);
		reader.request(3);
		assertThat(demanded).containsExactly(1L, 2L);
		reader.request(4);
		assertThat(demanded).containsExactly(1L, 2L, 4L);
		reader.cancel();
		assertReleased();
	}

	@Test
	void aBodyThatIsSlowToTellIsNotHeldBackForLong() {
		look();
		send("{\"data\":[");
		this.time.advanceTimeBy(BodyInspection.MAX_TIME.minusMillis(1));
		assertThat(this.found).hasNullValue();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.found.get().refused()).isFalse();
		send("1],");
		Reader reader = read(2);
		assertThat(reader.text()).isEqualTo("{\"data\":[1],");
		reader.request(1);
		send("\"code\":-1}");
		this.body.complete();
		assertThat(reader.text()).isEqualTo("{\"data\":[1],\"code\":-1}");
		assertThat(reader.completed).isTrue();
		assertReleased();
	}

	@Test
	void aRefusalIsReadToItsEndSoThatItsConnectionIsFree() {
		look();
		send("{\"code\":-1,");
		assertThat(this.found).hasNullValue();
		send("\"msg\":\"again\"}");
		this.body.complete();
		assertThat(this.found.get().refused()).isTrue();
		assertThat(this.found.get().complete()).isTrue();
		assertThat(read(Long.MAX_VALUE).text()).isEqualTo("{\"code\":-1,\"msg\":\"again\"}");
		assertReleased();
	}

	@Test
	void aLongRefusalIsNeitherKeptNorCut() {
		look();
		send("{\"code\":-1,\"data\":\"");
		send("x".repeat(BodyInspection.MAX_LENGTH));
		assertThat(this.found.get().refused()).isTrue();
		assertThat(this.found.get().complete()).isFalse();
		Reader reader = read(Long.MAX_VALUE);
		send("y\"}");
		this.body.complete();
		assertThat(reader.text()).hasSize(BodyInspection.MAX_LENGTH + 22).endsWith("xy\"}");
		assertReleased();
	}

	@Test
	void aRefusalOfTheGreatestLengthIsKept() {
		look();
		String text = "{\"code\":-1,\"data\":\"";
		send(text);
		String rest = "x".repeat(BodyInspection.MAX_LENGTH - text.length() - 2) + "\"}";
		for (int i = 0; i < rest.length(); i += 1000) {
			send(rest.substring(i, Math.min(i + 1000, rest.length())));
		}
		assertThat(this.found).hasNullValue();
		this.body.complete();
		assertThat(this.found.get().refused()).isTrue();
		assertThat(this.found.get().complete()).isTrue();
		assertReleased();
	}

	@Test
	void aLongBodyThatDoesNotTellFlowsOn() {
		look();
		send("{\"data\":\"" + "x".repeat(BodyInspection.MAX_LENGTH));
		assertThat(this.found.get().refused()).isFalse();
		assertReleased();
	}

	@Test
	void aCallerThatLeavesClosesTheConnection() {
		Disposable caller = look();
		send("{\"data\":[");
		caller.dispose();
		this.body.assertCancelled();
		this.time.advanceTimeBy(BodyInspection.MAX_TIME);
		assertThat(this.found).hasNullValue();
		assertReleased();
	}

	@Test
	void aCallerThatLeavesAtOnceCausesNoDroppedError() {
		BaseSubscriber<InspectedResponse> caller = new BaseSubscriber<>() {
		};
		Flux<DataBuffer> released = Flux.defer(() -> {
			caller.cancel();
			return Flux.error(new IllegalStateException("released"));
		});
		try (CapturedLog log = CapturedLog.open(Level.WARN)) {
			InspectedResponse.of(response(released), inspection("-1"), this.time).subscribe(caller);
			assertThat(log.lines()).isEmpty();
		}
	}

	@Test
	void aConnectionThatBreaksFailsTheBody() {
		look();
		send("{\"data\":[");
		this.body.error(new IllegalStateException("broken"));
		assertThat(this.found.get().refused()).isFalse();
		Reader reader = read(Long.MAX_VALUE);
		assertThat(reader.text()).isEqualTo("{\"data\":[");
		assertThatIllegalStateException().isThrownBy(() -> {
			throw reader.error;
		}).withMessage("broken");
	}

	@Test
	void whatComesAfterTheCallerHasLeftIsReleased() {
		look();
		send("{\"code\":0,");
		Reader reader = read(1);
		reader.request(5);
		reader.cancel();
		this.body.next(buffer("1"));
		assertReleased();
	}

	@Test
	void aBlockingClientReadsNoMoreThanNeeded() throws IOException {
		InputStream endless = new InputStream() {

			private final InputStream head = stream("{\"code\":0,\"data\":[");

			@Override
			public int read() {
				throw new AssertionError("read too far");
			}

			@Override
			public int read(byte[] bytes, int offset, int length) throws IOException {
				int count = this.head.read(bytes, offset, Math.min(length, 5));
				return (count >= 0) ? count : read();
			}

		};
		InspectedHttpResponse inspected = InspectedHttpResponse.of(blocking(endless, null), inspection("-1"));
		assertThat(inspected.isRefused()).isFalse();
		assertThat(inspected.getBody().readNBytes(10)).asString().isEqualTo("{\"code\":0,");
	}

	@Test
	void aBlockingClientGetsALongRefusalWhole() throws IOException {
		String text = "{\"code\":-1,\"data\":\"" + "x".repeat(2 * BodyInspection.MAX_LENGTH) + "\"}";
		AtomicBoolean closed = new AtomicBoolean();
		InspectedHttpResponse inspected = InspectedHttpResponse.of(blocking(stream(text), closed), inspection("-1"));
		assertThat(inspected.isRefused()).isTrue();
		assertThat(inspected.isComplete()).isFalse();
		assertThat(inspected.getBody().readAllBytes()).asString().isEqualTo(text);
		assertThat(closed).isFalse();
		inspected.close();
		assertThat(closed).isTrue();
	}

	@Test
	void aBlockingClientsConnectionThatBreaksFailsTheBody() throws IOException {
		InputStream breaking = new SequenceInputStream(stream("{\"data\":"), new InputStream() {

			@Override
			public int read() throws IOException {
				throw new IOException("broken");
			}

		});
		InspectedHttpResponse inspected = InspectedHttpResponse.of(blocking(breaking, null), inspection("-1"));
		assertThat(inspected.isRefused()).isFalse();
		assertThat(inspected.getBody().readNBytes(8)).asString().isEqualTo("{\"data\":");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> inspected.getBody().readAllBytes())
			.withMessage("broken");
	}

	@Test
	void aBlockingClientsConnectionIsClosedIfItCannotBeRead() {
		AtomicBoolean closed = new AtomicBoolean();
		InputStream failing = new InputStream() {

			@Override
			public int read() {
				throw new IllegalStateException("broken");
			}

		};
		assertThatIllegalStateException()
			.isThrownBy(() -> InspectedHttpResponse.of(blocking(failing, closed), inspection("-1")));
		assertThat(closed).isTrue();
	}

	@Test
	void whatHasArrivedOfARefusalIsKeptIfItsConnectionBreaks() throws IOException {
		for (Exception broken : List.of(new IOException("broken"), new IllegalStateException("broken"))) {
			AtomicBoolean closed = new AtomicBoolean();
			MockClientHttpResponse response = blocking(new SequenceInputStream(stream("again"), new InputStream() {

				@Override
				public int read() throws IOException {
					if (broken instanceof IOException problem) {
						throw problem;
					}
					throw (RuntimeException) broken;
				}

				@Override
				public int read(byte[] bytes, int offset, int length) throws IOException {
					return read();
				}

			}), closed);
			response.getHeaders().setContentLength(100);
			ClientHttpResponse buffered = BufferedHttpResponse.of(response);
			assertThat(buffered.getBody()).hasContent("again");
			assertThat(buffered.getHeaders().getContentLength()).isEqualTo(5);
			assertThat(closed).isTrue();
		}
	}

	private Disposable look() {
		return InspectedResponse.of(response(this.body.flux()), inspection("-1"), this.time).subscribe(this.found::set);
	}

	private void send(String text) {
		this.body.next(buffer(text));
	}

	private Reader read(long count) {
		Reader reader = new Reader();
		this.found.get().response().body((message, context) -> message.getBody()).subscribe(reader);
		reader.request(count);
		return reader;
	}

	private DataBuffer buffer(String text) {
		NettyDataBuffer buffer = this.pooled.allocateBuffer(16);
		buffer.write(text.getBytes(StandardCharsets.UTF_8));
		this.buffers.add(buffer);
		return buffer;
	}

	private void assertReleased() {
		assertThat(this.buffers).isNotEmpty().allMatch((buffer) -> buffer.getNativeBuffer().refCnt() == 0);
	}

	private static ClientResponse response(Flux<DataBuffer> body) {
		return ClientResponse.create(HttpStatus.OK).body(body).build();
	}

	private static BodyInspection inspection(String code) {
		HttpHeaders json = new HttpHeaders();
		json.set(HttpHeaders.CONTENT_TYPE, "application/json");
		return new BodyInspection(
				RefusalDetector.of(List.of(), List.of(code)).inspector(HttpStatusCode.valueOf(200), json));
	}

	private static MockClientHttpResponse blocking(InputStream body, AtomicBoolean closed) {
		return new MockClientHttpResponse(body, HttpStatus.OK) {

			@Override
			public void close() {
				if (closed != null) {
					closed.set(true);
				}
			}

		};
	}

	private static InputStream stream(String text) {
		return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Reads as much as it is told to, and releases it.
	 */
	private static final class Reader extends BaseSubscriber<DataBuffer> {

		private final StringBuilder text = new StringBuilder();

		private boolean completed;

		private RuntimeException error;

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			// Asks when the test does.
		}

		@Override
		protected void hookOnNext(DataBuffer buffer) {
			this.text.append(buffer.toString(StandardCharsets.UTF_8));
			DataBufferUtils.release(buffer);
		}

		@Override
		protected void hookOnComplete() {
			this.completed = true;
		}

		@Override
		protected void hookOnError(Throwable error) {
			this.error = (RuntimeException) error;
		}

		String text() {
			return this.text.toString();
		}

	}

}
