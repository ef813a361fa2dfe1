package io.westmoon.login.benchmark;

/**
 * How much is done: all of it, or just enough to see that a benchmark works.
 */
final class Effort {

	static final String PROPERTY = "benchmark.short";

	private Effort() {
	}

	static boolean isShort() {
		return Boolean.getBoolean(PROPERTY);
	}

	/**
	 * Returns a number of rounds, seconds or calls.
	 * @param full the number for the page
	 * @param brief the number for a try
	 */
	static int of(int full, int brief) {
		return isShort() ? brief : full;
	}

}
