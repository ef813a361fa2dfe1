package io.westmoon.login.simulation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SimulationTests {

	private static final int SHOWN = 5;

	@Test
	void noSeedBreaksARule() {
		Long only = Long.getLong("westmoon.simulation.seed");
		long first = (only != null) ? only : Long.getLong("westmoon.simulation.first", 0);
		long count = (only != null) ? 1 : Long.getLong("westmoon.simulation.seeds", 2000);
		long begin = System.nanoTime();
		Set<Rule> broken = EnumSet.noneOf(Rule.class);
		List<Failure> failures = new ArrayList<>();
		for (long seed = first; seed < first + count; seed++) {
			Simulation simulation = new Simulation(seed, null, false, false);
			Map<Rule, Violation> violations = simulation.run();
			for (Rule rule : violations.keySet()) {
				if (broken.add(rule) && failures.size() < SHOWN) {
					failures.add(Failure.of(seed, rule, simulation.decisions().made()));
				}
			}
		}
		double seconds = (System.nanoTime() - begin) / 1e9;
		System.out.printf("Simulated %d seeds from %d in %.1f s%n", count, first, seconds);
		assertThat(failures).as("rules that were broken, out of " + broken).isEmpty();
	}

}
