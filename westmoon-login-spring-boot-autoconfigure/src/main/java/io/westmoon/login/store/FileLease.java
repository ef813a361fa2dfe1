package io.westmoon.login.store;

import java.io.IOException;

import io.westmoon.login.SessionStore.Lease;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

/**
 * A lease that is an operating system's lock, and so never runs out.
 */
final class FileLease implements Lease {

	private static final Log logger = LogFactory.getLog(FileLease.class);

	private final LockFile.Held held;

	private final FileWork work;

	FileLease(LockFile.Held held, FileWork work) {
		this.held = held;
		this.work = work;
	}

	@Override
	public Mono<Boolean> renew() {
		return this.work.run("check the login lease", this.held::isValid);
	}

	@Override
	public Mono<Void> release() {
		return this.work.run("release the login lease", () -> {
			this.held.close();
			return null;
		});
	}

	/**
	 * Frees a lease whose claimant went away before receiving it.
	 */
	void discard() {
		try {
			this.held.close();
		}
		catch (IOException ex) {
			logger.debug("A lease that nobody wanted could not be released", ex);
		}
	}

}
