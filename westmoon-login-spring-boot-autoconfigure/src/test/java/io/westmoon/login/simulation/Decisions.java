package io.westmoon.login.simulation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Everything that is left to chance. Each decision is a function of the seed and of the
 * decision's name alone, so that leaving out one fault does not change the others.
 */
final class Decisions {

	private static final long GOLDEN = 0x9E3779B97F4A7C15L;

	private final long seed;

	private final @Nullable Set<String> kept;

	private final Set<String> made = new LinkedHashSet<>();

	private final boolean orderly;

	private boolean calm;

	/**
	 * Creates the decisions of a seed.
	 * @param kept the names of the faults that may happen; {@code null} for all
	 * @param orderly whether what is due at the same moment runs in the order in which it
	 * was planned, and ports answer in the same time
	 */
	Decisions(long seed, @Nullable Set<String> kept, boolean orderly) {
		this.seed = mix(seed + GOLDEN);
		this.kept = kept;
		this.orderly = orderly;
	}

	/**
	 * Ends all faults.
	 */
	void calmDown() {
		this.calm = true;
	}

	boolean isCalm() {
		return this.calm;
	}

	boolean isOrderly() {
		return this.orderly;
	}

	/**
	 * Returns the names of the faults that happened.
	 */
	Set<String> made() {
		return this.made;
	}

	/**
	 * Decides whether a fault happens.
	 */
	boolean happens(String fault, double probability) {
		if (this.calm || probability <= 0 || (this.kept != null && !this.kept.contains(fault))
				|| chance(fault) >= probability) {
			return false;
		}
		this.made.add(fault);
		return true;
	}

	/**
	 * Returns a number from 0 to 1.
	 */
	double chance(String name) {
		return (bits(name) >>> 11) * 0x1.0p-53;
	}

	/**
	 * Returns a number from the first to the last one.
	 */
	long between(String name, long first, long last) {
		return first + (long) (chance(name) * (last - first + 1));
	}

	<T> T pick(String name, List<T> values) {
		return values.get((int) between(name, 0, values.size() - 1));
	}

	/**
	 * Returns the place of an event among those that are due at the same moment.
	 */
	long order(long number) {
		return this.orderly ? 0 : mix(this.seed ^ (number * GOLDEN));
	}

	long bits(String name) {
		long hash = this.seed;
		for (int i = 0; i < name.length(); i++) {
			hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
			hash ^= hash >>> 29;
		}
		return mix(hash);
	}

	private static long mix(long value) {
		long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
		return mixed ^ (mixed >>> 31);
	}

}
