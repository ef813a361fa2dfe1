package io.westmoon.login.simulation;

/**
 * What the engine calls.
 */
enum Port {

	LOAD("load", true, false),

	SAVE("save", true, true),

	REMOVE("remove", true, true),

	ATTEMPT("attempt", true, false),

	COMPARE_AND_SET("compareAndSet", true, true),

	TRY_LEASE("tryLease", true, false),

	RENEW_LEASE("renewLease", true, true),

	RELEASE_LEASE("releaseLease", true, false),

	CHANGES("changes", true, false),

	REQUEST_CODE("requestCode", false, true),

	POLL("poll", false, true),

	CHECK("check", false, true),

	LISTENER("listener", false, false);

	private final String label;

	private final boolean store;

	private final boolean valued;

	Port(String label, boolean store, boolean valued) {
		this.label = label;
		this.store = store;
		this.valued = valued;
	}

	boolean isStore() {
		return this.store;
	}

	/**
	 * Whether the store changes.
	 */
	boolean isWrite() {
		return this.store && this != LOAD && this != ATTEMPT && this != CHANGES;
	}

	/**
	 * Whether an empty answer breaks the port's contract.
	 */
	boolean isValued() {
		return this.valued;
	}

	@Override
	public String toString() {
		return this.label;
	}

}
