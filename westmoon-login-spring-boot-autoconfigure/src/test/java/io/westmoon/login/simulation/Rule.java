package io.westmoon.login.simulation;

/**
 * What must hold, whatever goes wrong.
 */
enum Rule {

	/** Each call ends within its wait and a small slack. */
	CALLS_END,

	/**
	 * Calls fail with the library's exceptions, or with what a port threw against its
	 * contract.
	 */
	EXPECTED_ERRORS,

	/** No two callers get the same exception instance. */
	OWN_ERRORS,

	/** A caller that goes on may block: nothing else waits for the same task. */
	OWN_THREADS,

	/** No port is called in a loop. */
	NO_HOT_LOOPS,

	/** A code that the store no longer shows is polled once more at most. */
	ONE_LIVING_CODE,

	/** Only the holder of the lease asks for codes and polls them. */
	LEASE_FIRST,

	/** A lease does not run out under a process that drives. */
	LEASE_KEPT,

	/** At rest, nobody holds the lease of a login that has ended. */
	LEASE_FREED,

	/** A session that the platform gave to a living process is not lost. */
	NO_SESSION_LOST,

	/** At rest, each process uses the stored session. */
	SESSION_STORED,

	/** A logout is final until somebody logs in. */
	LOGOUT_FINAL,

	/** A session that was refused is not answered with itself. */
	RENEWED_IS_OTHER,

	/**
	 * A call whose session had ended before it was refused does not hear that it stands.
	 */
	END_IS_NOTICED,

	/** A session that the platform rejected is not handed out again. */
	REJECTED_IS_DEAD,

	/** Nobody uses the session of somebody who may not log in. */
	NO_STRANGERS,

	/** A code that is handed out was not over before it was asked for. */
	CODE_LIVES,

	/** No log line, exception, event or status shows a secret. */
	NO_SECRETS,

	/** A listener that throws goes on hearing. */
	LISTENERS_HEAR,

	/** When the faults have ended, people scan and everybody gets a session. */
	HEALS,

	/** When the faults have ended, one code is enough for all processes. */
	ONE_CODE_IS_ENOUGH,

	/** A simulation ends. */
	ENDS

}
