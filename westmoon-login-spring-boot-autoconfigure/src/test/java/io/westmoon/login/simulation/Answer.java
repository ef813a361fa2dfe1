package io.westmoon.login.simulation;

import org.jspecify.annotations.Nullable;

/**
 * How a port answers one call.
 *
 * @param fault what goes wrong; {@code null} if nothing does
 * @param way what is answered
 * @param effect whether the call has its effect
 * @param before nanoseconds from the call to the effect
 * @param after nanoseconds from the effect to the answer
 * @param error what is thrown or signaled; {@code null} for the port's own failure
 */
record Answer(@Nullable SimulatedFault fault, Way way, boolean effect, long before, long after,
		@Nullable Throwable error) {

	static Answer value(@Nullable SimulatedFault fault, long before, long after) {
		return new Answer(fault, Way.VALUE, true, before, after, null);
	}

	/**
	 * What is answered.
	 */
	enum Way {

		VALUE, EMPTY, SIGNAL, THROW, NEVER

	}

}
