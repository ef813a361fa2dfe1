package io.westmoon.login.soak;

/**
 * What can happen in a step.
 */
enum Deed implements Weighted {

	/** Nothing, so that logins find the time to succeed. */
	NOTHING(500),

	/** The platform forgets all sessions. */
	REVOKE_ALL(90),

	/** The platform forgets the latest session. */
	REVOKE_LATEST(40),

	/** One kind of call fails a few times. */
	FAIL(40),

	/** The platform is down for a few steps. */
	DOWN(5),

	/** The platform answers 401 to good sessions for a few steps. */
	FORBID(8),

	/** The server of the store answers nothing for a few steps. */
	STORE_HANGS(8),

	/** The platform gives codes of another life. */
	CODE_LIFE(30),

	/** A client is asked for a login. */
	LOGIN(110),

	/** A client is asked for a code. */
	START_LOGIN(20),

	/** A client is asked to wait for the login that another one began. */
	AWAIT_LOGIN(20),

	/** A client is asked to log out, another one to log in again. */
	LOGOUT(15),

	/** A client is asked whether its session is good. */
	CHECK(20),

	/** A client is closed and another one takes its place. */
	RESTART(30),

	/** A process is killed and another one takes its place. */
	KILL(8);

	private final int weight;

	Deed(int weight) {
		this.weight = weight;
	}

	@Override
	public int weight() {
		return this.weight;
	}

}
