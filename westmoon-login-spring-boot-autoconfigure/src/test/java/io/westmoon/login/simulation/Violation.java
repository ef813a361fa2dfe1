package io.westmoon.login.simulation;

import java.util.Locale;

/**
 * A rule that did not hold.
 *
 * @param rule the rule
 * @param at nanoseconds since the simulation began
 * @param detail what happened
 */
record Violation(Rule rule, long at, String detail) {

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%s at %.3f s: %s", this.rule, this.at / 1e9, this.detail);
	}

}
