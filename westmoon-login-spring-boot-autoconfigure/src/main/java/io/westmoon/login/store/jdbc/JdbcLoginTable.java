package io.westmoon.login.store.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import io.westmoon.login.SessionStore.Change;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A table with one row for each account. All accounts of a process that are kept in the
 * same table share its few threads, which end when they are idle, and the one query that
 * looks for changes. Holds nothing that would have to be closed. Thread-safe.
 *
 * <pre class="code">
 * JdbcLoginTable table = new JdbcLoginTable(dataSource, JdbcLoginTable.DEFAULT_NAME);
 * SessionStore store = new JdbcSessionStore(table, "shop-a", Clock.systemUTC(), ContentCipher.NONE);
 * SessionStore other = new JdbcSessionStore(table, "shop-b", Clock.systemUTC(), ContentCipher.NONE);
 * </pre>
 */
public final class JdbcLoginTable {

	/**
	 * The name of the table unless set.
	 */
	public static final String DEFAULT_NAME = "WESTMOON_LOGIN";

	/**
	 * How long an operation may take.
	 */
	static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_$]*\\.){0,2}[A-Za-z_][A-Za-z0-9_$]*");

	private final DataSource dataSource;

	private final String name;

	private final Runnable creation;

	private final JdbcFailures failures;

	private final JdbcThreads threads = new JdbcThreads();

	private final TableWatcher watcher = new TableWatcher(this);

	private final ReentrantLock preparing = new ReentrantLock();

	/**
	 * Set once the table was found to be as it must be.
	 */
	private volatile @Nullable TableStatements statements;

	private volatile @Nullable Dialect dialect;

	/**
	 * Describes a table that exists. Does no I/O.
	 * @param dataSource the connections to the database
	 * @param name the name of the table, with its schema if need be, without quotes
	 */
	public JdbcLoginTable(DataSource dataSource, String name) {
		this(dataSource, name, () -> {
		});
	}

	/**
	 * Describes a table that may have to be created. Does no I/O.
	 * @param dataSource the connections to the database
	 * @param name the name of the table, with its schema if need be, without quotes
	 * @param creation creates the table if it is to be created; runs on a thread of the
	 * table's own when the table turns out to be missing, again each time. Others may do
	 * the same at the same time
	 */
	public JdbcLoginTable(DataSource dataSource, String name, Runnable creation) {
		Assert.isTrue(NAME.matcher(name).matches(),
				() -> "'" + name + "' is not the name of a table: it may have letters, digits and underscores only");
		this.dataSource = dataSource;
		this.name = name;
		this.creation = creation;
		this.failures = new JdbcFailures(name);
	}

	/**
	 * Returns the name of the table.
	 * @return the name as it was given
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Creates the table if it is missing and is to be created, and checks it. Happens by
	 * itself before the table is used for the first time; call this to find out early.
	 * @return completes when the table can be used; fails with
	 * {@link UnusableTableException} if the database says that it cannot, and with
	 * another {@link io.westmoon.login.SessionStoreException} if the database gives no
	 * answer
	 */
	public Mono<Void> prepare() {
		return call("check the columns", (link) -> null).then();
	}

	/**
	 * Runs work with each subscription.
	 * @param <T> the type of its result
	 * @param purpose completes "Could not ... in the table"
	 * @param work the work
	 * @return its result, in time; fails with
	 * {@link io.westmoon.login.SessionStoreException} only. Subscribers may block
	 */
	<T> Mono<T> call(String purpose, JdbcWork<T> work) {
		return Mono.defer(() -> {
			long deadline = System.nanoTime() + TIMEOUT.toNanos();
			Callable<@Nullable T> call = () -> run(work, deadline);
			return JdbcCall.run(this.threads, call);
		})
			.timeout(TIMEOUT, Mono.fromSupplier(() -> new JdbcCall.Outcome<T>(null, new TimeoutException())))
			.publishOn(JdbcThreads.SIGNALS)
			.handle((outcome, sink) -> {
				if (outcome.error() != null) {
					sink.error(this.failures.of(purpose, outcome.error(), this.dialect));
				}
				else if (outcome.result() != null) {
					sink.next(outcome.result());
				}
			});
	}

	private <T> @Nullable T run(JdbcWork<T> work, long deadline) throws Exception {
		TableStatements ready = this.statements;
		if (ready == null) {
			ready = prepare(deadline);
		}
		try (JdbcLink link = JdbcLink.open(this.dataSource, deadline)) {
			link.use(ready);
			return work.run(link);
		}
		catch (SQLException ex) {
			if (JdbcFailures.isUnusable(ex)) {
				this.statements = null;
			}
			throw ex;
		}
	}

	private TableStatements prepare(long deadline) throws Exception {
		if (!this.preparing.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
			throw new TimeoutException();
		}
		try {
			TableStatements ready = this.statements;
			return (ready != null) ? ready : createAndCheck(deadline);
		}
		finally {
			this.preparing.unlock();
		}
	}

	/**
	 * Whether the creation failed does not matter if the table is there afterwards:
	 * another process may have been faster.
	 */
	private TableStatements createAndCheck(long deadline) throws SQLException {
		try {
			return check(deadline);
		}
		catch (SQLException ex) {
			if (!JdbcFailures.isUnusable(ex)) {
				throw ex;
			}
		}
		RuntimeException failure = null;
		try {
			this.creation.run();
		}
		catch (RuntimeException ex) {
			failure = ex;
		}
		try {
			return check(deadline);
		}
		catch (SQLException ex) {
			if (failure != null) {
				throw this.failures.notCreated(failure, this.dialect);
			}
			throw ex;
		}
	}

	private TableStatements check(long deadline) throws SQLException {
		try (JdbcLink link = JdbcLink.open(this.dataSource, deadline)) {
			String product = link.product();
			Dialect known = Dialect.of(product);
			if (known == null) {
				throw this.failures.unknownDatabase(product);
			}
			this.dialect = known;
			TableStatements found = new TableStatements(this.name, known);
			link.use(found);
			link.query(found.check(), (rows) -> true);
			this.statements = found;
			return found;
		}
	}

	/**
	 * Returns what was changed in the row of an account; begins with what is there.
	 */
	Flux<Change> changes(String account) {
		return this.watcher.changes(account);
	}

	/**
	 * Notes that this process changed a row.
	 */
	void changed() {
		this.watcher.lookNow();
	}

	@Override
	public String toString() {
		return "JdbcLoginTable[" + this.name + "]";
	}

}
