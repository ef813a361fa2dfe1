package io.westmoon.login.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class RedisStoresTests {

	@Test
	@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void aConnectionThatNeverClosesKeepsNeitherTheApplicationNorAnotherConnection(CapturedOutput output)
			throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		DisposableBean hanging = end::await;
		RedisStores.destroy(List.of(hanging, closed::countDown), Duration.ofMillis(50));
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(output).contains("did not close");
		end.countDown();
	}

	@Test
	void aConnectionThatFailsToCloseIsTold(CapturedOutput output) {
		RedisStores.destroy(List.of(() -> {
			throw new IllegalStateException("still in use");
		}), Duration.ofSeconds(20));
		assertThat(output).contains("could not be closed: java.lang.IllegalStateException: still in use");
	}

}
