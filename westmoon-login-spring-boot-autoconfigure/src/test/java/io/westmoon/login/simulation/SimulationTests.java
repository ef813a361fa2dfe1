package io.westmoon.login.simulation;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SimulationTests {

	private static final String PROPERTIES = "westmoon.simulation.";

	private static final long SEEDS = 2000;

	/** Of a processor, so that a busy machine runs as many seeds as an idle one. */
	private static final Duration MOST_TIME = Duration.ofSeconds(12);

	/** Failures that are made small and shown; the others are only counted. */
	private static final int SHOWN = 5;

	@Test
	void noSeedBreaksARule() {
		Long only = Long.getLong(PROPERTIES + "seed");
		Long wanted = (only != null) ? Long.valueOf(1) : Long.getLong(PROPERTIES + "seeds");
		long first = (only != null) ? only : Long.getLong(PROPERTIES + "first", 0);
		Map<Rule, Integer> broken = new EnumMap<>(Rule.class);
		List<Failure> failures = new ArrayList<>();
		long begin = System.nanoTime();
		long end = processorTime() + MOST_TIME.toNanos();
		long seed = first;
		while (seed - first < ((wanted != null) ? wanted : SEEDS) && (wanted != null || processorTime() < end)) {
			Simulation simulation = new Simulation(seed, null, false, false);
			for (Rule rule : simulation.run().keySet()) {
				if (broken.merge(rule, 1, Integer::sum) == 1 && failures.size() < SHOWN) {
					failures.add(Failure.of(seed, rule, simulation.decisions().made()));
				}
			}
			seed++;
		}
		System.out.printf("Simulated seeds %d to %d in %.1f s%n", first, seed - 1, (System.nanoTime() - begin) / 1e9);
		assertThat(failures).as("How many seeds broke which rule: " + broken).isEmpty();
	}

	@Test
	void aSeedBringsTheSameAgain() {
		for (long seed = 0; seed < 20; seed++) {
			assertThat(trace(seed, null)).hasSizeGreaterThan(20).isEqualTo(trace(seed, null));
		}
	}

	@Test
	void faultsCanBeLeftOut() {
		assertThat(trace(17, Set.of())).noneMatch((line) -> line.contains("!!") || line.contains(" caller#"));
	}

	private static List<String> trace(long seed, @Nullable Set<String> kept) {
		Simulation simulation = new Simulation(seed, kept, false, true);
		simulation.run();
		return simulation.trace().lines();
	}

	private static long processorTime() {
		return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
	}

}
