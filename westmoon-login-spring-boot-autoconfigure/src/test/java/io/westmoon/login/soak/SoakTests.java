package io.westmoon.login.soak;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SoakTests {

	private final SoakSettings settings = SoakSettings.fromSystemProperties();

	@Test
	void theSessionKeeperStaysInOrderWhateverHappens(@TempDir Path directory) {
		Summary summary = soak(directory);
		System.out.println(summary);
		assertThat(summary.failures()).as(summary.replay()).isEmpty();
		assertThat(summary.sessions().used()).as("sessions used with seed " + this.settings.seed()).isPositive();
	}

	private Summary soak(Path directory) {
		try {
			return new Soak(this.settings, directory).run(Path.of("target", "soak", "soak.log"));
		}
		catch (Exception ex) {
			throw new AssertionError("The soak with seed " + this.settings.seed() + " broke off", ex);
		}
	}

}
