package io.westmoon.login.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import javax.sql.DataSource;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.json.AttemptJson;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.store.json.CorruptContentException;
import io.westmoon.login.store.json.SessionJson;
import io.westmoon.login.store.json.UndecryptableContentException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps one account's login in a row of a database table, shared by all processes on all
 * machines that use the same table. Works with H2, MySQL, MariaDB and PostgreSQL.
 * <p>
 * Whatever is written is written by one statement that is a transaction of its own and
 * never part of the caller's. Leases end by the database's clock, 15 seconds after their
 * holder renewed them last. Other processes' changes are found by looking for them.
 * <p>
 * Blocking work is done on the table's own threads, and each operation ends within five
 * seconds. Thread-safe.
 *
 * <pre class="code">
 * SessionStore store = new JdbcSessionStore(dataSource, JdbcLoginTable.DEFAULT_NAME, "default",
 *         Clock.systemUTC(), ContentCipher.NONE);
 * </pre>
 */
public final class JdbcSessionStore implements SessionStore {

	private static final int MAX_ACCOUNT_LENGTH = 64;

	private final JdbcLoginTable table;

	private final String account;

	private final Clock clock;

	private final ContentCipher cipher;

	private volatile boolean closed;

	/**
	 * Creates a store with a table of its own, which must exist. Does no I/O.
	 * @param dataSource the connections to the database, which the caller closes
	 * @param table the name of the table
	 * @param account the name of the account, at most 64 characters
	 * @param clock tells the time
	 * @param cipher encrypts what is kept
	 */
	public JdbcSessionStore(DataSource dataSource, String table, String account, Clock clock, ContentCipher cipher) {
		this(new JdbcLoginTable(dataSource, table), account, clock, cipher);
	}

	/**
	 * Creates a store in a table that other accounts share. Does no I/O.
	 * @param table the table
	 * @param account the name of the account, at most 64 characters
	 * @param clock tells the time
	 * @param cipher encrypts what is kept
	 */
	public JdbcSessionStore(JdbcLoginTable table, String account, Clock clock, ContentCipher cipher) {
		// Databases ignore blanks at the end of a key, so that two accounts would share a
		// row.
		Assert.isTrue(!account.isEmpty() && account.length() <= MAX_ACCOUNT_LENGTH && account.equals(account.strip()),
				() -> "'" + account + "' cannot be the name of an account in a database: it must have 1 to "
						+ MAX_ACCOUNT_LENGTH + " characters, and no blank at its beginning or end");
		this.table = table;
		this.account = account;
		this.clock = clock;
		this.cipher = cipher;
	}

	@Override
	public Mono<WestmoonSession> load() {
		return call("read the session",
				(link) -> link.query(link.statements().session(), this::readSession, this.account));
	}

	private @Nullable WestmoonSession readSession(ResultSet rows) throws SQLException {
		byte[] content = rows.next() ? rows.getBytes(1) : null;
		try {
			return (content != null)
					? SessionJson.read(this.cipher.decrypt(content, name("session")), this.clock.instant()) : null;
		}
		catch (CorruptContentException ex) {
			throw corrupt("session", ex);
		}
	}

	@Override
	public Mono<Boolean> save(WestmoonSession session) {
		return write("write the session", (link) -> {
			byte[] content = this.cipher.encrypt(SessionJson.write(session), name("session"));
			long created = ChronoUnit.MICROS.between(Instant.EPOCH, session.createdAt());
			return update(link, link.statements().saveSession(), content, session.fingerprint(), created, this.account,
					session.fingerprint(), created);
		});
	}

	@Override
	public Mono<Boolean> remove(WestmoonSession session) {
		return write("remove the session",
				(link) -> link.update(link.statements().removeSession(), this.account, session.fingerprint()) > 0);
	}

	@Override
	public Mono<LoginAttempt> attempt() {
		return call("read the login attempt",
				(link) -> link.query(link.statements().attempt(), this::readAttempt, this.account));
	}

	/**
	 * The version in the column is the one that is compared, so it counts.
	 */
	private @Nullable LoginAttempt readAttempt(ResultSet rows) throws SQLException {
		byte[] content = rows.next() ? rows.getBytes(1) : null;
		if (content == null) {
			return null;
		}
		long version = rows.getLong(2);
		try {
			LoginAttempt attempt = AttemptJson.read(this.cipher.decrypt(content, name("attempt")));
			return (attempt.version() == version) ? attempt : attempt.toBuilder().version(version).build();
		}
		catch (CorruptContentException ex) {
			throw corrupt("login attempt", ex);
		}
	}

	@Override
	public Mono<Boolean> compareAndSet(LoginAttempt next) {
		return write("write the login attempt", (link) -> {
			byte[] content = this.cipher.encrypt(AttemptJson.write(next), name("attempt"));
			return update(link, link.statements().writeAttempt(), content, next.version(), this.account,
					next.version() - 1);
		});
	}

	/**
	 * A lease that comes too late for its subscriber is given back.
	 */
	@Override
	public Mono<Lease> tryLease() {
		return this.<Lease>call("claim the login lease", (link) -> {
			JdbcLease lease = new JdbcLease();
			return update(link, link.statements().claimLease(), lease.holder, this.account) ? lease : null;
		}).doOnDiscard(JdbcCall.Outcome.class, (outcome) -> {
			if (outcome.result() instanceof Lease lease) {
				lease.release().onErrorComplete().subscribe();
			}
		});
	}

	@Override
	public Flux<Change> changes() {
		return Flux.defer(() -> this.closed ? Flux.error(closed()) : this.table.changes(this.account));
	}

	/**
	 * Always {@code null}: there is no file on this machine.
	 */
	@Override
	public @Nullable String scanLocation(LoginQrCode code) {
		return null;
	}

	@Override
	public void close() {
		this.closed = true;
	}

	/**
	 * Updates the row of the account. Where nothing matches, the row may be missing: it
	 * is created, by whoever is first, and the update is repeated.
	 */
	private boolean update(JdbcLink link, String sql, Object... parameters) throws SQLException {
		if (link.update(sql, parameters) > 0) {
			return true;
		}
		if (!Boolean.TRUE.equals(link.query(link.statements().exists(), ResultSet::next, this.account))) {
			try {
				link.update(link.statements().create(), this.account);
			}
			catch (SQLException ex) {
				if (ex.getSQLState() == null || !ex.getSQLState().startsWith("23")) {
					throw ex;
				}
			}
		}
		return link.update(sql, parameters) > 0;
	}

	private Mono<Boolean> write(String purpose, JdbcWork<Boolean> work) {
		return call(purpose, work).doOnNext((written) -> {
			if (written) {
				this.table.changed();
			}
		});
	}

	private <T> Mono<T> call(String purpose, JdbcWork<T> work) {
		return Mono.defer(() -> this.closed ? Mono.error(closed())
				: this.table.call(purpose + " of account '" + this.account + "'", work));
	}

	private SessionStoreException closed() {
		return new SessionStoreException(
				"The store of account '" + this.account + "' in the table " + this.table.name() + " is closed", null);
	}

	/**
	 * Binds what is encrypted to its place.
	 */
	private String name(String content) {
		return this.table.name() + "/" + this.account + "/" + content;
	}

	private SessionStoreException corrupt(String what, CorruptContentException damage) {
		String place = "The " + what + " of account '" + this.account + "' in the table " + this.table.name();
		String row = "the row whose ACCOUNT is '" + this.account + "'";
		if (damage instanceof UndecryptableContentException) {
			return new SessionStoreException(place + " cannot be decrypted: " + damage.getMessage()
					+ ". Configure the key that it was written with; if that key is lost, delete " + row
					+ " and log in again", damage);
		}
		return new SessionStoreException(
				place + " is damaged, " + damage.getMessage() + ". Delete " + row + " to begin anew", damage);
	}

	private final class JdbcLease implements Lease {

		private final String holder = UUID.randomUUID().toString();

		@Override
		public Mono<Boolean> renew() {
			return call("renew the login lease", (link) -> link.update(link.statements().renewLease(),
					JdbcSessionStore.this.account, this.holder) > 0);
		}

		@Override
		public Mono<Void> release() {
			return write("release the login lease", (link) -> link.update(link.statements().releaseLease(),
					JdbcSessionStore.this.account, this.holder) > 0)
				.then();
		}

	}

	@Override
	public String toString() {
		return "JdbcSessionStore[table=" + this.table.name() + ", account=" + this.account + "]";
	}

}
