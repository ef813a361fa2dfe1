package io.westmoon.login.store.file;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.westmoon.login.SessionStore.Change;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/**
 * Looks twice a second whether somebody changed the files. That is the only way that also
 * works on network mounts.
 */
final class FileChangePoller {

	static final Duration PERIOD = Duration.ofMillis(500);

	private static final Log logger = LogFactory.getLog(FileChangePoller.class);

	private final StoreFile session;

	private final StoreFile attempt;

	private final StoreFile pending;

	private final Scheduler scheduler;

	private final Snapshot opened;

	FileChangePoller(StoreFile session, StoreFile attempt, StoreFile pending, Scheduler scheduler) {
		this.session = session;
		this.attempt = attempt;
		this.pending = pending;
		this.scheduler = scheduler;
		this.opened = snapshot(new Snapshot(null, null, null));
	}

	/**
	 * Signals changes. Each subscriber begins with what was there when the store was
	 * opened, which needs no I/O and misses nothing; while it is slow, nothing is looked
	 * at.
	 * @return the changes, never completes
	 */
	Flux<Change> flux() {
		return Flux.defer(() -> {
			Look look = new Look(this.opened);
			return Flux.interval(PERIOD, this.scheduler)
				.onBackpressureDrop()
				.concatMapIterable((tick) -> look.again(), 1);
		});
	}

	private Snapshot snapshot(Snapshot before) {
		try {
			return new Snapshot(this.session.stamp(), this.attempt.stamp(), this.pending.stamp());
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("The files cannot be looked at", ex);
			return before;
		}
	}

	private final class Look {

		private volatile Snapshot last;

		Look(Snapshot last) {
			this.last = last;
		}

		List<Change> again() {
			Snapshot before = this.last;
			Snapshot now = snapshot(before);
			this.last = now;
			return now.changesSince(before);
		}

	}

	private record Snapshot(StoreFile.@Nullable Stamp session, StoreFile.@Nullable Stamp attempt,
			StoreFile.@Nullable Stamp pending) {

		List<Change> changesSince(Snapshot before) {
			List<Change> changes = new ArrayList<>(2);
			if (!Objects.equals(this.session, before.session)) {
				changes.add(Change.SESSION);
			}
			if (!Objects.equals(this.attempt, before.attempt) || !Objects.equals(this.pending, before.pending)) {
				changes.add(Change.ATTEMPT);
			}
			return changes;
		}

	}

}
