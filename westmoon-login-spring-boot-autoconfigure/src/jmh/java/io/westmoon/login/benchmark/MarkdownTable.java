package io.westmoon.login.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table whose first column is text and whose others are figures.
 */
final class MarkdownTable {

	private final List<String> lines = new ArrayList<>();

	MarkdownTable(String... columns) {
		row(columns);
		this.lines.add("|---|" + "--:|".repeat(columns.length - 1));
	}

	MarkdownTable row(String... cells) {
		this.lines.add("| " + String.join(" | ", cells) + " |");
		return this;
	}

	/**
	 * Returns a figure with what was wanted of it.
	 * @param text the figure as it is shown
	 * @param figure the figure
	 * @param atMost the goal
	 */
	static String atMost(String text, double figure, double atMost) {
		return text + ((figure <= atMost) ? " ✓" : " ✗");
	}

	/**
	 * Returns a figure with what was wanted of it.
	 * @param text the figure as it is shown
	 * @param figure the figure
	 * @param atLeast the goal
	 */
	static String atLeast(String text, double figure, double atLeast) {
		return text + ((figure >= atLeast) ? " ✓" : " ✗");
	}

	static String number(double figure, int decimals) {
		return String.format(Locale.ROOT, "%,." + decimals + "f", figure);
	}

	@Override
	public String toString() {
		return String.join("\n", this.lines);
	}

}
