package io.westmoon.login.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class SoakTests {

	static Stream<SoakSettings> settings() {
		return SoakSettings.fromSystemProperties();
	}

	@ParameterizedTest
	@MethodSource("settings")
	void theSessionKeeperStaysInOrderWhateverHappens(SoakSettings settings, @TempDir Path directory) {
		Summary summary = soak(settings, directory);
		System.out.println(summary);
		assertThat(summary.failures()).as(summary.replay()).isEmpty();
		assertThat(summary.sessions().used()).as("sessions used with seed " + settings.seed()).isPositive();
	}

	private static Summary soak(SoakSettings settings, Path directory) {
		String name = "soak-" + settings.store().name().toLowerCase(Locale.ROOT) + ".log";
		try (Place place = settings.store().prepare(directory)) {
			return new Soak(settings, place).run(Path.of("target", "soak", name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("The soak with seed " + settings.seed() + " was interrupted", ex);
		}
	}

}
