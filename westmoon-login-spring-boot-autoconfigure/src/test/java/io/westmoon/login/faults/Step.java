package io.westmoon.login.faults;

import io.westmoon.login.test.Call;

/**
 * Where in the life of a session something goes wrong; the columns of the table.
 */
enum Step {

	/** When a code is asked for. */
	GENERATE(Call.GENERATE),

	/** When somebody asks about a code that waits to be scanned. */
	POLL(Call.POLL),

	/** When the answer about a code is the one that carries the session. */
	CONFIRMATION(Call.POLL),

	/** Right after that, when anybody may log in. */
	INFO(Call.INFO),

	/** Right after that, when only one user may log in. */
	INFO_OF_EXPECTED(Call.INFO),

	/** When the application makes a call of its own. */
	BUSINESS(Call.BUSINESS);

	private final Call call;

	Step(Call call) {
		this.call = call;
	}

	Call call() {
		return this.call;
	}

}
