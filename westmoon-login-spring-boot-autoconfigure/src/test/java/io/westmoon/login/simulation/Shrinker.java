package io.westmoon.login.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Leaves out the faults that a violation does not need, halves first.
 */
final class Shrinker {

	private static final int MOST_RUNS = 400;

	private final long seed;

	private final Rule rule;

	private boolean orderly;

	private int runs;

	Shrinker(long seed, Rule rule) {
		this.seed = seed;
		this.rule = rule;
	}

	/**
	 * Finds few faults that break the rule.
	 * @param faults faults that break it
	 */
	Shrunk shrink(Set<String> faults) {
		List<String> needed = new ArrayList<>(faults);
		this.orderly = true;
		if (!breaks(needed)) {
			this.orderly = false;
		}
		int parts = 2;
		while (!needed.isEmpty() && this.runs < MOST_RUNS) {
			int size = Math.max(1, needed.size() / parts);
			boolean smaller = false;
			for (int from = 0; from < needed.size() && this.runs < MOST_RUNS;) {
				List<String> rest = new ArrayList<>(needed.subList(0, from));
				rest.addAll(needed.subList(Math.min(needed.size(), from + size), needed.size()));
				if (breaks(rest)) {
					needed = rest;
					smaller = true;
				}
				else {
					from += size;
				}
			}
			if (size == 1 && !smaller) {
				break;
			}
			parts = smaller ? Math.max(2, parts) : parts * 2;
		}
		if (!this.orderly) {
			this.orderly = true;
			this.orderly = breaks(needed);
		}
		return new Shrunk(new LinkedHashSet<>(needed), this.orderly);
	}

	private boolean breaks(List<String> faults) {
		this.runs++;
		return new Simulation(this.seed, new LinkedHashSet<>(faults), this.orderly, false).run().containsKey(this.rule);
	}

	/**
	 * A smaller simulation that breaks the same rule.
	 *
	 * @param faults the names of its faults
	 * @param orderly whether it needs no chance otherwise
	 */
	record Shrunk(Set<String> faults, boolean orderly) {
	}

}
