package io.westmoon.login.soak;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What happened, as a table.
 */
record Summary(SoakSettings settings, long steps, boolean expectsUser, Outcomes calls, Outcomes wishes, Codes codes,
		Sessions sessions, Sends sends, ChaosDriver driver, Resources resources, SoakLog log, Path logFile,
		Violations violations) {

	List<String> failures() {
		return this.violations.seen();
	}

	/**
	 * Says how to meet the same chaos again.
	 */
	String replay() {
		String recent = this.driver.recent().stream().map(Decision::toString).collect(Collectors.joining("\n  "));
		return "The soak with seed " + this.settings.seed() + " saw what must not be; -Dsoak.store="
				+ this.settings.store() + " -Dsoak.seed=" + this.settings.seed()
				+ " repeats the decisions, not the threads' timing. Everything logged is in " + this.logFile
				+ ". The last decisions were\n  " + recent;
	}

	@Override
	public String toString() {
		StringBuilder table = new StringBuilder(System.lineSeparator());
		row(table, "Soak", this.settings + ", " + this.steps + " steps, "
				+ (this.expectsUser ? "one user is expected" : "the first user is pinned"));
		row(table, "Calls", this.calls.begun() + ": " + this.calls);
		row(table, "Wishes", this.wishes.begun() + ": " + this.wishes);
		row(table, "Requests",
				this.sends.requests() + " reached the platform, " + this.sends.again() + " of them twice");
		row(table, "Codes", this.codes.issued() + ", " + this.codes.wasted() + " in vain");
		row(table, "LoginOperations", this.sessions.given() + " sessions given, " + this.sessions.used() + " used");
		row(table, "Deeds", text(this.driver.deeds()));
		row(table, "Faults", text(this.driver.troubles()));
		row(table, "Threads", this.resources.maxThreads() + " at most");
		row(table, "After GC", this.resources.describe());
		row(table, "Log", this.log.warnings() + " warnings and " + this.log.errors() + " errors in " + this.logFile);
		row(table, "Violations", String.valueOf(this.violations.count()));
		return table.toString();
	}

	private static String text(Object counts) {
		String text = counts.toString();
		return text.substring(1, text.length() - 1).replace('=', ' ');
	}

	private static void row(StringBuilder table, String name, String value) {
		table.append("  %-10s  %s%n".formatted(name, value));
	}

}
