package io.westmoon.login.client;

import io.micrometer.core.instrument.Clock;

/**
 * The virtual time as meter registries see it.
 *
 * @param time the virtual time
 */
record MeteredTime(VirtualTime time) implements Clock {

	@Override
	public long wallTime() {
		return this.time.now().toEpochMilli();
	}

	@Override
	public long monotonicTime() {
		return this.time.nanos();
	}

}
