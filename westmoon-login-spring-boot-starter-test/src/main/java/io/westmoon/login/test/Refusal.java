package io.westmoon.login.test;

/**
 * How a {@link WestmoonPlatformServer} answers a call whose token it does not accept.
 * Which of these the real platform does is known for HTTP 401 only. Immutable.
 */
public final class Refusal {

	private final int status;

	private final int code;

	private final boolean unsuccessful;

	private final boolean poorer;

	private Refusal(int status, int code, boolean unsuccessful, boolean poorer) {
		this.status = status;
		this.code = code;
		this.unsuccessful = unsuccessful;
		this.poorer = poorer;
	}

	/**
	 * Refuses with an HTTP status, as the platform does with 401.
	 * @param status the status, for instance 401 or 403
	 * @return the refusal
	 */
	public static Refusal status(int status) {
		return new Refusal(status, status, false, false);
	}

	/**
	 * Refuses with a code in an envelope and HTTP status 200.
	 * @param code the code, for instance -1
	 * @return the refusal
	 */
	public static Refusal code(int code) {
		return new Refusal(200, code, false, false);
	}

	/**
	 * Refuses with {@code success: false} and a code and HTTP status 200.
	 * @param code the code, for instance 1
	 * @return the refusal
	 */
	public static Refusal unsuccessful(int code) {
		return new Refusal(200, code, true, false);
	}

	/**
	 * Does not refuse, but leaves prices and quantities out: a dead session shows as poor
	 * data only. For {@link Call#BUSINESS}.
	 * @return the refusal
	 */
	public static Refusal poorerData() {
		return new Refusal(200, 0, false, true);
	}

	int status() {
		return this.status;
	}

	int code() {
		return this.code;
	}

	boolean isUnsuccessful() {
		return this.unsuccessful;
	}

	boolean isPoorer() {
		return this.poorer;
	}

}
