package io.westmoon.login.store.jdbc;

import java.util.concurrent.TimeUnit;

import io.westmoon.login.SessionStore.Lease;

/**
 * The statements on one table. Each of them is atomic by itself.
 */
final class TableStatements {

	private static final long LEASE_MICROS = TimeUnit.NANOSECONDS.toMicros(Lease.BEAT.multipliedBy(3).toNanos());

	/**
	 * Further ahead than any lease can end unless the database's clock was set back.
	 */
	private static final long IMPLAUSIBLE_MICROS = 4 * LEASE_MICROS;

	private final String table;

	private final Dialect dialect;

	TableStatements(String table, Dialect dialect) {
		this.table = table;
		this.dialect = dialect;
	}

	Dialect dialect() {
		return this.dialect;
	}

	/**
	 * Fails unless the table is as it must be. Returns nothing.
	 */
	String check() {
		return """
				select ACCOUNT, SESSION_CONTENT, SESSION_FINGERPRINT, SESSION_CREATED, SESSION_WRITES, ATTEMPT_CONTENT,
				 ATTEMPT_VERSION, LEASE_HOLDER, LEASE_END from %s where 1 = 0""".formatted(this.table);
	}

	/**
	 * Parameters: account.
	 */
	String exists() {
		return "select 1 from %s where ACCOUNT = ?".formatted(this.table);
	}

	/**
	 * Parameters: account. Fails or inserts nothing if the row exists.
	 */
	String create() {
		return this.dialect
			.insert(this.table + " (ACCOUNT, SESSION_WRITES, ATTEMPT_VERSION, LEASE_END) values (?, 0, 0, 0)");
	}

	/**
	 * Parameters: account.
	 */
	String session() {
		return "select SESSION_CONTENT from %s where ACCOUNT = ?".formatted(this.table);
	}

	/**
	 * Parameters: content, fingerprint, created, account, fingerprint, created.
	 */
	String saveSession() {
		return """
				update %s set SESSION_CONTENT = ?, SESSION_FINGERPRINT = ?, SESSION_CREATED = ?,
				 SESSION_WRITES = SESSION_WRITES + 1
				 where ACCOUNT = ? and (SESSION_FINGERPRINT is null or SESSION_FINGERPRINT = ? or SESSION_CREATED <= ?)"""
			.formatted(this.table);
	}

	/**
	 * Parameters: account, fingerprint.
	 */
	String removeSession() {
		return """
				update %s set SESSION_CONTENT = null, SESSION_FINGERPRINT = null, SESSION_CREATED = null,
				 SESSION_WRITES = SESSION_WRITES + 1 where ACCOUNT = ? and SESSION_FINGERPRINT = ?"""
			.formatted(this.table);
	}

	/**
	 * Parameters: account.
	 */
	String attempt() {
		return "select ATTEMPT_CONTENT, ATTEMPT_VERSION from %s where ACCOUNT = ?".formatted(this.table);
	}

	/**
	 * Parameters: content, version, account, version before.
	 */
	String writeAttempt() {
		return """
				update %s set ATTEMPT_CONTENT = ?, ATTEMPT_VERSION = ?
				 where ACCOUNT = ? and ATTEMPT_VERSION = ?""".formatted(this.table);
	}

	/**
	 * Parameters: holder, account.
	 */
	String claimLease() {
		return """
				update %s set LEASE_HOLDER = ?, LEASE_END = %s + %d
				 where ACCOUNT = ? and (LEASE_HOLDER is null or LEASE_END < %s or LEASE_END > %s + %d)"""
			.formatted(this.table, now(), LEASE_MICROS, now(), now(), IMPLAUSIBLE_MICROS);
	}

	/**
	 * A lease that ended is still its holder's until somebody else claims it. Parameters:
	 * account, holder.
	 */
	String renewLease() {
		return "update %s set LEASE_END = %s + %d where ACCOUNT = ? and LEASE_HOLDER = ?".formatted(this.table, now(),
				LEASE_MICROS);
	}

	/**
	 * Parameters: account, holder.
	 */
	String releaseLease() {
		return "update %s set LEASE_HOLDER = null, LEASE_END = 0 where ACCOUNT = ? and LEASE_HOLDER = ?"
			.formatted(this.table);
	}

	/**
	 * Parameters: the accounts.
	 * @param accounts how many
	 */
	String look(int accounts) {
		return """
				select ACCOUNT, SESSION_FINGERPRINT, SESSION_WRITES, ATTEMPT_VERSION, LEASE_HOLDER
				 from %s where ACCOUNT in (?%s)""".formatted(this.table, ", ?".repeat(accounts - 1));
	}

	private String now() {
		return this.dialect.now();
	}

}
