package io.westmoon.login.client;

import java.time.Duration;
import java.util.List;

import reactor.core.scheduler.Scheduler;

/**
 * Settings for tests of single parts of the engine.
 */
final class ClientSettingsFixture {

	private ClientSettingsFixture() {
	}

	static ClientSettings settings(VirtualTime time) {
		return settings(time, time.scheduler());
	}

	static ClientSettings settings(VirtualTime time, Scheduler workers) {
		return new ClientSettings("default", null, true, Duration.ofMinutes(5), 1, 3, Duration.ofMinutes(1),
				Duration.ofMinutes(30), Duration.ofMinutes(10), null, null, RenewalSchedule.DEFAULT, null,
				Duration.ofDays(1), Duration.ofSeconds(15), time.clock(), time::nanos, () -> 0, time.scheduler(),
				workers, new GuardedInstrumentation("default", List.of()));
	}

}
