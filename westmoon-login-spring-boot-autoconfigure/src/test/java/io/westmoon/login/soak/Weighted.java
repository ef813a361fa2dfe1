package io.westmoon.login.soak;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Something that is picked more or less often.
 */
interface Weighted {

	int weight();

	static <T extends Weighted> T pick(List<T> all, SplittableRandom random) {
		int left = random.nextInt(all.stream().mapToInt(Weighted::weight).sum());
		for (T one : all) {
			left -= one.weight();
			if (left < 0) {
				return one;
			}
		}
		throw new IllegalStateException("Nothing to pick from");
	}

}
