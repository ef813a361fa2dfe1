package io.westmoon.sample.cluster;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts real processes.
 */
class ChildProcessTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@Test
	void aProcessEndsInOrderWhenNobodyHoldsOnToIt() {
		ChildProcess child = ChildProcess.start("child", Child.class);
		assertThat(child.awaitReady(TIMEOUT)).isTrue();
		assertThat(child.isReady()).isTrue();
		child.letGo();
		assertThat(child.awaitEnd()).isTrue();
		assertThat(child.isReady()).isFalse();
	}

	@Test
	void aProcessThatIsKilledIsGone() {
		ChildProcess child = ChildProcess.start("child", Child.class);
		assertThat(child.awaitReady(TIMEOUT)).isTrue();
		child.kill();
		assertThat(child.isAlive()).isFalse();
	}

	@Test
	void aProcessThatFailsIsNeverReady() {
		try (ChildProcess child = ChildProcess.start("child", Child.class, "fail")) {
			assertThat(child.awaitReady(TIMEOUT)).isFalse();
		}
	}

	/**
	 * Is ready at once unless it is to fail.
	 */
	static final class Child {

		private Child() {
		}

		public static void main(String[] args) {
			if (args.length > 0) {
				throw new IllegalArgumentException("This is on purpose");
			}
			System.out.println(ChildProcess.READY);
			Lifeline.awaitEnd();
		}

	}

}
