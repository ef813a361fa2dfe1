package io.westmoon.login.soak;

import java.time.Duration;

/**
 * What the person does with one code.
 *
 * @param way what
 * @param first after which time the person begins
 * @param then how long the person takes between scanning and what follows
 */
record Scan(Way way, Duration first, Duration then) {

	/**
	 * What the person does.
	 */
	enum Way implements Weighted {

		CONFIRM(45),

		SCAN_AND_CONFIRM(20),

		SCAN_AND_REJECT(4),

		CANCEL(4),

		LET_EXPIRE(5),

		SCAN_AND_LET_EXPIRE(3),

		STRANGER_CONFIRMS(6),

		IGNORE(4),

		SCAN_AND_LEAVE(3),

		/** The platform forgets the session as soon as it has given it. */
		CONFIRM_IN_VAIN(3);

		private final int weight;

		Way(int weight) {
			this.weight = weight;
		}

		@Override
		public int weight() {
			return this.weight;
		}

	}

}
