package io.westmoon.sample.cluster;

import java.io.IOException;

/**
 * Ties a {@link ChildProcess} to the process that started it.
 */
final class Lifeline {

	private Lifeline() {
	}

	/**
	 * Waits until the process that started this one is gone, even if it was killed, or
	 * has let go of this one.
	 */
	static void awaitEnd() {
		try {
			while (System.in.read() >= 0) {
				// Nothing is said.
			}
		}
		catch (IOException ex) {
			// As good as the end.
		}
	}

}
