package io.westmoon.login;

/**
 * The platform answered with something that cannot be understood.
 */
public final class PlatformResponseException extends PlatformException {

	/**
	 * Creates the exception.
	 * @param call what was asked for
	 * @param problem what is wrong with the answer
	 * @param beginning the beginning of the answer with all secrets masked, or empty
	 */
	public PlatformResponseException(String call, String problem, String beginning) {
		super("Cannot understand the Westmoon platform's answer when asked for " + call + ": " + problem
				+ ". Check that westmoon.login.base-url points at the platform and not at a proxy's or login page"
				+ (beginning.isEmpty() ? "" : ". The answer begins: " + beginning), null);
	}

	private PlatformResponseException(PlatformResponseException original) {
		super(original);
	}

	@Override
	public PlatformResponseException copy() {
		return new PlatformResponseException(this);
	}

}
