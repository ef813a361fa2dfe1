package io.westmoon.sample.cli;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Set;
import java.util.Collections;
import java.util.IdentityHashMap;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/**
 * Why the certificate of a host is not accepted.
 */
enum CertificateProblem {

	/** Its time is over. */
	EXPIRED,

	/** Its time has not come, or the clock of this machine is slow. */
	NOT_YET_VALID,

	/** Nobody whom this machine trusts has issued it. */
	UNKNOWN_ISSUER,

	/** It is for another host. */
	WRONG_NAME,

	/** It is not accepted for another reason. */
	OTHER;

	/**
	 * Looks for the reason in what a connection failed with.
	 * @param failure what it failed with; {@code null} if nothing
	 * @return the reason; {@code null} if it was not the certificate
	 */
	static @Nullable CertificateProblem of(@Nullable Throwable failure) {
		CertificateProblem found = null;
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
			CertificateProblem problem = single(cause);
			if (problem != null && (found == null || found == OTHER)) {
				found = problem;
			}
		}
		return found;
	}

	private static @Nullable CertificateProblem single(Throwable cause) {
		if (cause instanceof CertificateExpiredException) {
			return EXPIRED;
		}
		if (cause instanceof CertificateNotYetValidException) {
			return NOT_YET_VALID;
		}
		if (cause instanceof CertPathBuilderException) {
			return UNKNOWN_ISSUER;
		}
		String message = String.valueOf(cause.getMessage());
		if (cause instanceof CertificateException) {
			return message.matches("(?s)No (name matching|subject alternative).*") ? WRONG_NAME : OTHER;
		}
		return (cause instanceof SSLException && message.contains("certificate")) ? OTHER : null;
	}

}
