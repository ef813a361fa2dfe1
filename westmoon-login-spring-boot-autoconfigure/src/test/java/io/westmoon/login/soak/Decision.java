package io.westmoon.login.soak;

import io.westmoon.login.test.Call;

/**
 * What happens in one step.
 *
 * @param step the number of the step
 * @param deed what happens
 * @param replica the client it happens to
 * @param other the client that answers to it
 * @param call the kind of call that fails
 * @param trouble how it fails
 * @param count how often, for how many steps or for how many seconds
 */
record Decision(long step, Deed deed, int replica, int other, Call call, PlatformFault trouble, int count) {

	/**
	 * Returns how often the call fails. Where that holds up a login for long, once is
	 * enough.
	 */
	int times() {
		return (this.trouble.isSlow() || this.call == Call.INFO) ? 1 : this.count;
	}

	@Override
	public String toString() {
		return this.step + " " + switch (this.deed) {
			case FAIL -> "FAIL " + this.call + " " + this.trouble + " x" + times();
			case DOWN, FORBID, STORE_HANGS -> this.deed + " for " + this.count + " steps";
			case CODE_LIFE -> "CODE_LIFE of " + this.count + " s";
			case LOGOUT -> "LOGOUT by client " + this.replica + ", login by client " + this.other;
			case NOTHING, REVOKE_ALL, REVOKE_LATEST, KILL -> this.deed.toString();
			case LOGIN, START_LOGIN, AWAIT_LOGIN, CHECK, RESTART -> this.deed + " of client " + this.replica;
		};
	}

}
