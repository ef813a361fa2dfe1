package io.westmoon.login.soak;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SoakIT {

	@Test
	void theSessionKeeperStaysInOrderWhateverHappens(@TempDir Path directory) throws Exception {
		Summary summary = new Soak(SoakSettings.fromSystemProperties(), directory)
			.run(Path.of("target", "soak", "soak.log"));
		System.out.println(summary);
		assertThat(summary.failures()).as(summary.replay()).isEmpty();
		assertThat(summary.sessions().used()).as("sessions used").isPositive();
	}

}
