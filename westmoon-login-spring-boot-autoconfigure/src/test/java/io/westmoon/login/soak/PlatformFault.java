package io.westmoon.login.soak;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

import io.westmoon.login.test.Fault;

/**
 * How a call fails. None of these claims that a good session is dead.
 */
enum PlatformFault {

	SERVER_ERROR(() -> Fault.status(500)),

	TOO_MANY_REQUESTS(() -> Fault.status(429, Map.of("Retry-After", "1"))),

	RESET(Fault::reset),

	STALL(Fault::stall),

	BROKEN_JSON(Fault::brokenJson),

	EMPTY(Fault::empty),

	WEB_PAGE(() -> Fault.html(200)),

	BUSINESS_ERROR(() -> Fault.body("{\"code\": 50001, \"msg\": \"系统繁忙\"}")),

	LATE(() -> Fault.delay(Duration.ofMillis(300))),

	TOO_LATE(() -> Fault.delay(Replica.PLATFORM_TIMEOUT.plusSeconds(1)));

	private final Supplier<Fault> fault;

	PlatformFault(Supplier<Fault> fault) {
		this.fault = fault;
	}

	/**
	 * Tells whether it takes as long as a call may take.
	 */
	boolean isSlow() {
		return this == STALL || this == TOO_LATE;
	}

	Fault fault() {
		return this.fault.get();
	}

}
