package io.westmoon.login.store.file;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RetryPolicyTests {

	private final AtomicInteger calls = new AtomicInteger();

	@Test
	void triesAgainWhileAReaderHoldsAFile() throws IOException {
		assertThat(new RetryPolicy(10, 1).call(() -> succeedAt(10))).isEqualTo(10);
	}

	@Test
	void ends() {
		assertThatExceptionOfType(AccessDeniedException.class)
			.isThrownBy(() -> new RetryPolicy(10, 1).call(() -> succeedAt(11)));
		assertThat(this.calls).hasValue(10);
	}

	@Test
	void isNotNeededWhereReadersHoldUpNobody() {
		assertThatExceptionOfType(AccessDeniedException.class)
			.isThrownBy(() -> RetryPolicy.NONE.call(() -> succeedAt(2)));
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void isNotWastedOnAFileThatIsGone() {
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> new RetryPolicy(10, 1).call(() -> {
			this.calls.incrementAndGet();
			throw new NoSuchFileException("gone");
		}));
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void takesItsTime() throws IOException {
		long start = System.nanoTime();
		new RetryPolicy(3, 20).call(() -> succeedAt(3));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(40));
	}

	@Test
	void endsWhenItsThreadIsInterrupted() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedIOException.class)
			.isThrownBy(() -> new RetryPolicy(3, 60_000).call(() -> succeedAt(3)))
			.withMessageContaining("Interrupted");
		assertThat(Thread.interrupted()).isTrue();
	}

	private int succeedAt(int call) throws IOException {
		if (this.calls.incrementAndGet() < call) {
			throw new AccessDeniedException("file");
		}
		return call;
	}

}
