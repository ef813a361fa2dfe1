package io.westmoon.login.soak;

/**
 * What can happen in a step.
 */
enum Deed implements Weighted {

	/** The platform forgets all sessions. */
	REVOKE_ALL(28),

	/** The platform forgets the latest session. */
	REVOKE_LATEST(12),

	/** One kind of call fails a few times. */
	FAIL(16),

	/** The platform is down for a few steps. */
	DOWN(2),

	/** The platform answers 401 to good sessions for a few steps. */
	FORBID(2),

	/** The platform gives codes of another life. */
	CODE_LIFE(6),

	/** A client is asked for a login. */
	LOGIN(12),

	/** A client is asked for a code. */
	START_LOGIN(4),

	/** A client is asked to wait for the login that another one began. */
	AWAIT_LOGIN(4),

	/** A client is asked to log out, another one to log in again. */
	LOGOUT(4),

	/** A client is asked whether its session is good. */
	CHECK(4),

	/** A client is closed and another one takes its place. */
	RESTART(5),

	/** A process is killed and another one takes its place. */
	KILL(1);

	private final int weight;

	Deed(int weight) {
		this.weight = weight;
	}

	@Override
	public int weight() {
		return this.weight;
	}

}
