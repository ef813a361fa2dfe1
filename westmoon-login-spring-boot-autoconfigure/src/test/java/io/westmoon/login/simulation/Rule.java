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

	/**
	 * A caller hears that the store is broken only if it was.
	 */
	REASONED_ERRORS,

	/**
	 * Whoever waits for a login in a process that nothing is wrong with hears within
	 * seconds that it has ended.
	 */
	ENDS_ARE_HEARD,

	/** A few faults of the store end no login that is waited for. */
	WAITS_SURVIVE,

	/** No two callers get the same exception instance. */
	OWN_ERRORS,

	/**
	 * A caller that goes on may block: it has a thread that nothing else waits for,
	 * unless none can be had.
	 */
	OWN_THREADS,

	/** No port is called in a loop. */
	NO_HOT_LOOPS,

	/**
	 * A code that the store no longer shows is polled once more at most, but for a
	 * process that reads an older copy of the store: that one polls what it sees, while
	 * it holds the lease.
	 */
	ONE_LIVING_CODE,

	/** Only the holder of the lease asks for codes and polls them. */
	LEASE_FIRST,

	/**
	 * Two processes do not ask for codes and poll them at the same time: a process whose
	 * lease has ended, however long it takes to notice, makes at most the one call that
	 * its last renewal allowed.
	 */
	ONE_POLLER,

	/** A lease does not run out under a process that drives. */
	LEASE_KEPT,

	/** At rest, nobody holds the lease of a login that has ended. */
	LEASE_FREED,

	/**
	 * A session that the platform gave to a living process is not lost, unless the store
	 * had it and lost it, went back to a logout before its login, or holds it in the
	 * attempt only, while the process that received it ends or a person renews it; or
	 * unless it seems older than the session that a write of a process that has ended
	 * brings late, since a clock was set back. That costs one more scan.
	 */
	NO_SESSION_LOST,

	/** At rest, each process uses the stored session. */
	SESSION_STORED,

	/** At rest, the status of each process tells the state of the stored attempt. */
	STATUS_CURRENT,

	/**
	 * A logout is final until somebody logs in: no session is used or kept whose code was
	 * shown before.
	 * <p>
	 * A store that loses the record of a logout, since it is emptied or fails over to a
	 * state before it, leaves the logout to those who know of it. While the process where
	 * it completed lives, the rule holds for what the logout could know: a session that
	 * another one had replaced before may come back. It holds for that process at once,
	 * and for the others as soon as it has looked. If that process ends before it looks,
	 * nobody knows of the logout any more, and it is undone.
	 */
	LOGOUT_FINAL,

	/** What is stored already is not written again and again. */
	NO_NEEDLESS_WRITES,

	/**
	 * A session that was refused is not answered with itself, and a login that a person
	 * asked for not with what was stored before.
	 */
	RENEWED_IS_OTHER,

	/**
	 * A platform that does not say whether a session is good costs one call its time, not
	 * each of them.
	 */
	ASKED_ONCE,

	/**
	 * A call whose session had ended before it was refused does not hear that it stands.
	 */
	END_IS_NOTICED,

	/** A verified session had not ended when it was asked for. */
	VERIFIED_LIVES,

	/**
	 * A session is renewed before its end with one code, all processes get the new one,
	 * and no call fails or waits for a person meanwhile.
	 */
	RENEWAL_SWAPS,

	/** A session that the platform rejected is not handed out again. */
	REJECTED_IS_DEAD,

	/**
	 * Nobody uses the session of somebody who may not log in: who is not expected, or was
	 * not pinned when the code was confirmed.
	 */
	NO_STRANGERS,

	/**
	 * Somebody who renews a session that still works harms nobody: calls go on with it,
	 * and a renewal that fails leaves no cool-down.
	 */
	RENEWAL_HARMS_NOBODY,

	/** A code that is handed out was not over before it was asked for. */
	CODE_LIVES,

	/** No log line, exception, event or status shows a secret. */
	NO_SECRETS,

	/**
	 * A listener that throws goes on hearing. The process that begins an attempt, or
	 * writes that it failed, tells of it, also if the answer of the write got lost.
	 */
	LISTENERS_HEAR,

	/**
	 * Whoever looks at the page of a login under way, in a process that nothing is wrong
	 * with, is noted in the attempt, whoever else writes it at the same moment.
	 */
	LOOKS_COUNT,

	/**
	 * A process that has claimed a notice sends it, also if the answer of the write got
	 * lost; not if a server got the write twice or took its time.
	 */
	NOTICES_ARE_SENT,

	/** When the faults have ended, people scan and everybody gets a session. */
	HEALS,

	/** When the faults have ended, one code is enough for all processes. */
	ONE_CODE_IS_ENOUGH,

	/** A simulation ends. */
	ENDS

}
