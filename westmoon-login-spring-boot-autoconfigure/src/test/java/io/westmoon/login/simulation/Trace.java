package io.westmoon.login.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What happened, one line an event. Kept only where somebody will read it.
 */
final class Trace {

	private final List<String> lines = new ArrayList<>();

	private final boolean kept;

	private final EventLoop loop;

	Trace(boolean kept, EventLoop loop) {
		this.kept = kept;
		this.loop = loop;
	}

	void add(@Nullable SimulatedProcess process, Supplier<String> text) {
		if (this.kept) {
			this.lines.add(String.format(Locale.ROOT, "%10.3f %-4s %s", this.loop.now() / 1e9,
					(process != null) ? process.name() : "", text.get()));
		}
	}

	static String violation(Violation violation) {
		return "VIOLATION " + violation;
	}

	List<String> lines() {
		return this.lines;
	}

}
