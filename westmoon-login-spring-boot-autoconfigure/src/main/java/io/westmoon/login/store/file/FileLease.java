package io.westmoon.login.store.file;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

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

	private final FileIo io;

	FileLease(LockFile.Held held, FileIo io) {
		this.held = held;
		this.io = io;
	}

	/**
	 * A lease that is lost is freed too, so that this process can claim it again.
	 */
	@Override
	public Mono<Boolean> renew() {
		return this.io.read("check the login lease", () -> {
			boolean valid = this.held.isValid();
			if (!valid) {
				discard();
			}
			return valid;
		});
	}

	@Override
	public Mono<Void> release() {
		return Mono.defer(() -> this.held.isReleased() ? Mono.empty() : Mono.fromFuture(released(), true));
	}

	/**
	 * A release goes on though its caller cancels.
	 */
	private CompletableFuture<Void> released() {
		return this.io.<Void>read("release the login lease", () -> {
			this.held.close();
			return null;
		}).toFuture();
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
