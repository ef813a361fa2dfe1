package io.westmoon.login.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.SessionStore.Change;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Schedulers;

/**
 * Looks for changes of all accounts with one query: once a second, and at once when this
 * process wrote something. Does nothing while nobody is subscribed. Says once when the
 * table cannot be read and once when it can be read again.
 */
final class TableWatcher {

	private static final Log logger = LogFactory.getLog(TableWatcher.class);

	private static final Duration PAUSE = Duration.ofSeconds(1);

	/**
	 * More than one look signals, so that a busy subscriber costs no look.
	 */
	private static final int PREFETCH = 8;

	private final JdbcLoginTable table;

	private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();

	private Disposable next = Disposables.disposed();

	private boolean looking;

	private boolean again;

	private boolean outage;

	TableWatcher(JdbcLoginTable table) {
		this.table = table;
	}

	/**
	 * Returns the changes of an account. Whatever is there at the first look counts as
	 * changed, since nobody knows what it was when the subscriber read it. Changes that a
	 * slow subscriber does not request are signalled once it does, as one.
	 */
	Flux<Change> changes(String account) {
		return Flux.<Change>create((sink) -> {
			Subscriber subscriber = new Subscriber(account, sink);
			sink.onDispose(() -> this.subscribers.remove(subscriber));
			this.subscribers.add(subscriber);
			lookNow();
		}, FluxSink.OverflowStrategy.IGNORE).publishOn(JdbcThreads.SIGNALS, PREFETCH);
	}

	/**
	 * Looks at once, or again if a look is under way: that one may have missed something.
	 */
	synchronized void lookNow() {
		if (this.looking) {
			this.again = true;
		}
		else {
			look();
		}
	}

	private synchronized void look() {
		this.next.dispose();
		List<String> accounts = this.subscribers.stream().map((subscriber) -> subscriber.account).distinct().toList();
		if (this.looking || accounts.isEmpty()) {
			return;
		}
		this.looking = true;
		this.again = false;
		this.table
			.<Map<String, Row>>call("look for changes",
					(link) -> link.query(link.statements().look(accounts.size()), TableWatcher::rows,
							accounts.toArray()))
			.subscribe(this::seen, this::failed);
	}

	private static Map<String, Row> rows(ResultSet rows) throws SQLException {
		Map<String, Row> found = new HashMap<>();
		while (rows.next()) {
			found.put(rows.getString(1),
					Row.of(rows.getString(2), rows.getLong(3), rows.getLong(4), rows.getString(5) != null));
		}
		return found;
	}

	private void seen(Map<String, Row> rows) {
		this.subscribers.forEach((subscriber) -> subscriber.see(rows.getOrDefault(subscriber.account, Row.NONE)));
		synchronized (this) {
			if (this.outage) {
				logger.info("The table " + this.table.name() + " can be read again");
			}
			this.outage = false;
			lookAgain();
		}
	}

	private synchronized void failed(Throwable error) {
		if (!this.outage && !this.subscribers.isEmpty()) {
			logger.warn(error.getMessage() + ". Sessions in memory are used meanwhile");
			this.outage = true;
		}
		lookAgain();
	}

	private synchronized void lookAgain() {
		this.looking = false;
		if (this.again) {
			look();
		}
		else {
			this.next = Schedulers.parallel().schedule(this::look, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * What one look sees of an account.
	 *
	 * @param session changes when the session does
	 * @param attempt the version of the attempt
	 * @param held whether somebody holds the lease
	 */
	private record Row(String session, long attempt, boolean held) {

		/**
		 * Equals that of a row in which nothing has been written yet.
		 */
		static final Row NONE = Row.of(null, 0, 0, false);

		static Row of(@Nullable String fingerprint, long writes, long attempt, boolean held) {
			return new Row(fingerprint + " " + writes, attempt, held);
		}

	}

	private static final class Subscriber {

		private final String account;

		private final FluxSink<Change> sink;

		private @Nullable Row session;

		private @Nullable Row attempt;

		Subscriber(String account, FluxSink<Change> sink) {
			this.account = account;
			this.sink = sink;
		}

		/**
		 * Signals what was changed. A lease that was given back counts as a change of the
		 * attempt, so that somebody else takes over at once.
		 */
		void see(Row now) {
			boolean session = this.session == null || !this.session.session.equals(now.session);
			if (session && this.sink.requestedFromDownstream() > 0) {
				this.session = now;
				this.sink.next(Change.SESSION);
			}
			Row before = this.attempt;
			boolean attempt = before == null || before.attempt != now.attempt || (before.held && !now.held);
			if (!attempt) {
				this.attempt = now;
			}
			else if (this.sink.requestedFromDownstream() > 0) {
				this.attempt = now;
				this.sink.next(Change.ATTEMPT);
			}
		}

	}

}
