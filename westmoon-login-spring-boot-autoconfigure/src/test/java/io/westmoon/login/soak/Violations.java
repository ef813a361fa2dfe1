package io.westmoon.login.soak;

import java.util.ArrayList;
import java.util.List;

/**
 * What must never be and was seen all the same. Thread-safe.
 */
final class Violations {

	private static final int REMEMBERED = 20;

	private final List<String> seen = new ArrayList<>();

	private int count;

	synchronized void add(String what) {
		this.count++;
		if (this.seen.size() < REMEMBERED) {
			this.seen.add(what);
		}
	}

	synchronized boolean any() {
		return this.count > 0;
	}

	synchronized int count() {
		return this.count;
	}

	synchronized List<String> seen() {
		return List.copyOf(this.seen);
	}

}
