package io.westmoon.login.benchmark;

import java.util.Arrays;
import java.util.Locale;

/**
 * What is left of several rounds.
 *
 * @param lower the lower quartile
 * @param median the median
 * @param upper the upper quartile
 */
record Quartiles(double lower, double median, double upper) {

	static Quartiles of(double... values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
	}

	/**
	 * Divides round by round, so that both see the same machine.
	 */
	static Quartiles ofRatios(double[] dividends, double[] divisors) {
		double[] ratios = new double[dividends.length];
		Arrays.setAll(ratios, (i) -> dividends[i] / divisors[i]);
		return of(ratios);
	}

	private static double at(double[] sorted, double share) {
		double position = share * (sorted.length - 1);
		int below = (int) position;
		int above = Math.min(below + 1, sorted.length - 1);
		return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
	}

	/**
	 * Returns the median and, in brackets, the quartiles.
	 * @param decimals how many decimals to show
	 */
	String text(int decimals) {
		String format = "%,." + decimals + "f";
		return String.format(Locale.ROOT, format + " (" + format + "–" + format + ")", this.median, this.lower,
				this.upper);
	}

}
