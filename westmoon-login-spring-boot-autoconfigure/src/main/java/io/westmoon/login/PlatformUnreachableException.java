package io.westmoon.login;

/**
 * The platform could not be reached, or did not answer in time.
 */
public final class PlatformUnreachableException extends PlatformException {

	/**
	 * Creates the exception.
	 * @param call what was asked for, for instance {@code "a login code"}
	 * @param baseUrl scheme, host and port of the platform
	 * @param cause why; only its type and message are kept where it could carry the query
	 */
	public PlatformUnreachableException(String call, String baseUrl, Throwable cause) {
		this("Cannot reach the Westmoon platform at " + baseUrl + " for " + call, cause);
	}

	/**
	 * Creates the exception for a platform whose address is not known.
	 * @param call what was asked for, for instance {@code "a login code"}
	 * @param cause why; only its type is kept, since its message could carry the query
	 * @return the exception
	 */
	public static PlatformUnreachableException of(String call, Throwable cause) {
		return new PlatformUnreachableException("Cannot reach the Westmoon platform for " + call, cause);
	}

	private PlatformUnreachableException(String problem, Throwable cause) {
		super(problem + " (" + cause.getClass().getSimpleName()
				+ "). Check the network, the proxy and westmoon.login.base-url", null);
	}

	private PlatformUnreachableException(PlatformUnreachableException original) {
		super(original);
	}

	@Override
	public PlatformUnreachableException copy() {
		return new PlatformUnreachableException(this);
	}

}
