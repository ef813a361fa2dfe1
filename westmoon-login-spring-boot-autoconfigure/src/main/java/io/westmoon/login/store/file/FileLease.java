package io.westmoon.login.store.file;

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

	private final FileIo work;

	FileLease(LockFile.Held held, FileIo work) {
		this.held = held;
		this.work = work;
	}

	/**
	 * A lease that is lost is freed too, so that this process can claim it again.
	 */
	@Override
	public Mono<Boolean> renew() {
		return this.work.run("check the login lease", () -> {
			boolean valid = this.held.isValid();
			if (!valid) {
				discard();
			}
			return valid;
		});
	}

	@Override
	public Mono<Void> release() {
		return this.work.run("release the login lease", () -> {
			this.held.close();
			return null;
		});
	}

	/**
	 * Frees a lease that nobody has any more: its file is gone, or its claimant went away
	 * before receiving it.
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
