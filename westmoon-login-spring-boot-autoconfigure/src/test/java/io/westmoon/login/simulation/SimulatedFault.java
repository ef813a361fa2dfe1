package io.westmoon.login.simulation;

/**
 * What goes wrong with a call of a port.
 */
enum SimulatedFault {

	/** The answer takes seconds. */
	SLOW,

	/** The answer takes minutes, longer than anybody should wait for it. */
	LATE,

	/** There is no answer. */
	NEVER,

	/** The answer is the failure that the contract names, before or after the effect. */
	FAIL,

	/** A port breaks its contract with a {@code RuntimeException}. */
	EXCEPTION,

	/** The JVM fails. */
	ERROR,

	/** A port breaks its contract with an empty answer. */
	EMPTY,

	/** A server takes no writes. */
	READ_ONLY,

	/** The answer of a write gets lost, and the connection sends it once more. */
	REPEATED,

	/** The process dies before or after the effect. */
	DEATH,

	/** The process is suspended before or after the effect. */
	SUSPENSION

}
