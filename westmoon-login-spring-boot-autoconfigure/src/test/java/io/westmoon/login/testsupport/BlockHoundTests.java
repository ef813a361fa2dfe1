package io.westmoon.login.testsupport;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@EnabledIfSystemProperty(named = "westmoon.blockhound", matches = "true",
		disabledReason = "BlockHound watches on JDK 17 when Maven runs the tests")
class BlockHoundTests {

	@Test
	void blockingOnAnEventLoopIsCaught() {
		Mono<Void> blocking = Mono.<Void>fromRunnable(BlockHoundTests::block).subscribeOn(Schedulers.parallel());
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> blocking.block(Duration.ofSeconds(20)))
			.withRootCauseInstanceOf(BlockingOperationError.class);
	}

	private static void block() {
		try {
			Thread.sleep(1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
