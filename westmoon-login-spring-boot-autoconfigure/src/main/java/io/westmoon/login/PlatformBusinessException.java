package io.westmoon.login;

/**
 * The platform understood the call and refused it.
 */
public final class PlatformBusinessException extends PlatformException {

	private final String code;

	private final String msg;

	/**
	 * Creates the exception.
	 * @param call what was asked for
	 * @param code the platform's code, not {@code 0}
	 * @param msg the platform's own words
	 */
	public PlatformBusinessException(String call, String code, String msg) {
		super("The Westmoon platform refused " + call + " with code " + code + ": " + msg, null);
		this.code = code;
		this.msg = msg;
	}

	/**
	 * Returns the platform's code.
	 * @return the code as it came
	 */
	public String code() {
		return this.code;
	}

	/**
	 * Returns the platform's own words; foreign text.
	 * @return the message word for word
	 */
	public String msg() {
		return this.msg;
	}

	private PlatformBusinessException(PlatformBusinessException original) {
		super(original);
		this.code = original.code;
		this.msg = original.msg;
	}

	@Override
	public PlatformBusinessException copy() {
		return new PlatformBusinessException(this);
	}

}
