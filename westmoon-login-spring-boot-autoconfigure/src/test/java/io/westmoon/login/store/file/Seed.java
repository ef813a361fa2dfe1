package io.westmoon.login.store.file;

import java.util.Random;
import java.util.SplittableRandom;

/**
 * Where the chance in a test comes from: a new seed each time, or the one in the system
 * property {@code westmoon.seed}.
 */
final class Seed {

	private static final long VALUE = Long.getLong("westmoon.seed", new Random().nextLong());

	private Seed() {
	}

	/**
	 * Begins anew.
	 * @param stream tells independent uses of one seed apart
	 * @return the chance
	 */
	static Random random(long stream) {
		return new Random(new SplittableRandom(VALUE + stream).nextLong());
	}

	/**
	 * Says how to replay.
	 * @return for messages
	 */
	static String asOption() {
		return "-Dwestmoon.seed=" + VALUE;
	}

}
