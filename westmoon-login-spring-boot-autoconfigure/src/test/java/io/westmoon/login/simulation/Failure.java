package io.westmoon.login.simulation;

import java.util.List;
import java.util.Set;

import io.westmoon.login.simulation.Shrinker.Shrunk;

/**
 * A seed that broke a rule, made small.
 *
 * @param seed the seed
 * @param violation what broke, in the small simulation
 * @param shrunk the faults that are needed
 * @param scenario what the seed is like
 * @param trace what happened
 */
record Failure(long seed, Violation violation, Shrunk shrunk, String scenario, List<String> trace) {

	static Failure of(long seed, Rule rule, Set<String> faults) {
		Shrunk shrunk = new Shrinker(seed, rule).shrink(faults);
		Simulation simulation = new Simulation(seed, shrunk.faults(), shrunk.orderly(), true);
		Violation violation = simulation.run().get(rule);
		if (violation == null) {
			throw new IllegalStateException("Seed " + seed + " does not break " + rule + " again");
		}
		return new Failure(seed, violation, shrunk, simulation.scenario().toString(),
				until(violation, simulation.trace().lines()));
	}

	private static List<String> until(Violation violation, List<String> lines) {
		int end = lines.size();
		for (int i = 0; i < lines.size(); i++) {
			if (lines.get(i).endsWith(Trace.violation(violation))) {
				end = i + 1;
				break;
			}
		}
		return lines.subList(0, end);
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		text.append("Seed ").append(this.seed).append(" breaks ").append(this.violation).append('\n');
		text.append("  scenario: ").append(this.scenario).append('\n');
		text.append("  needs: ")
			.append(this.shrunk.faults())
			.append(this.shrunk.orderly() ? "" : " and chance")
			.append('\n');
		text.append("  replay: mvn -pl westmoon-login-spring-boot-autoconfigure -am test -Dtest=SimulationTests")
			.append(" -Dsurefire.failIfNoSpecifiedTests=false -Dwestmoon.simulation.seed=")
			.append(this.seed)
			.append('\n');
		this.trace.forEach((line) -> text.append("  ").append(line).append('\n'));
		return text.toString();
	}

}
