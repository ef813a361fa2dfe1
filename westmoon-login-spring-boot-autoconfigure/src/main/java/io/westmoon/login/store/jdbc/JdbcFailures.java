package io.westmoon.login.store.jdbc;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import io.westmoon.login.SessionStoreException;
import io.westmoon.login.store.jdbc.JdbcLink.NoConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * Says what failed and what to do. Never shows what a driver says about a statement, and
 * has no such cause, since drivers quote values, and the values are tokens.
 */
final class JdbcFailures {

	private static final Set<String> MISSING_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");

	/**
	 * A query timeout of PostgreSQL, H2 and MariaDB, and a lock that nobody releases.
	 */
	private static final Set<String> TOO_SLOW = Set.of("57014", "HYT00", "70100", "55P03");

	private final String table;

	JdbcFailures(String table) {
		this.table = table;
	}

	/**
	 * Translates a failure.
	 * @param purpose completes "Could not ..."
	 * @param error what was thrown
	 * @param dialect the dialect of the database; {@code null} if it is not known yet
	 * @return the exception to throw
	 */
	SessionStoreException of(String purpose, Throwable error, @Nullable Dialect dialect) {
		if (error instanceof SessionStoreException known) {
			return known;
		}
		String what = "Could not " + purpose + " in the table " + this.table;
		if (error instanceof NoConnectionException) {
			return new SessionStoreException(what
					+ ", since there is no connection to the database. Look at the database and at the data source",
					error.getCause());
		}
		if (error instanceof TimeoutException) {
			return new SessionStoreException(what + " within " + JdbcLoginTable.TIMEOUT.toSeconds()
					+ " s. Look for a database that is slow or hangs, a transaction that locks the row, or a data source"
					+ " whose connections are all in use", null);
		}
		if (error instanceof SQLException failure) {
			return ofStatement(what, failure, dialect);
		}
		return new SessionStoreException(what + " (" + error.getClass().getName() + "). Look at the data source", null);
	}

	/**
	 * Tells whether the database says that the table cannot be used as it is.
	 */
	static boolean isUnusable(SQLException failure) {
		String state = failure.getSQLState();
		return !(failure instanceof NoConnectionException) && state != null
				&& (state.startsWith("42") || state.startsWith("3F"));
	}

	private SessionStoreException ofStatement(String what, SQLException failure, @Nullable Dialect dialect) {
		String state = (failure.getSQLState() != null) ? failure.getSQLState() : "";
		String message = what + " (" + failure.getClass().getSimpleName() + ", SQL state " + state + ", code "
				+ failure.getErrorCode() + "). ";
		if (MISSING_TABLE.contains(state)) {
			return new UnusableTableException(message + missing(dialect), null);
		}
		if (isUnusable(failure)) {
			return new UnusableTableException(message
					+ "Look at the table's columns, which the script in the jar names, and at the permission to select,"
					+ " insert and update" + script(dialect), null);
		}
		if (failure instanceof SQLTimeoutException || TOO_SLOW.contains(state)) {
			return new SessionStoreException(
					message + "Look for a transaction that locks the row, or a database that is slow", null);
		}
		if (state.startsWith("22")) {
			return new SessionStoreException(
					message + "A column is too small for the value; compare the table with the script in the jar"
							+ script(dialect),
					null);
		}
		return new SessionStoreException(message + "Look at the database, its log and the connection to it", null);
	}

	private String missing(@Nullable Dialect dialect) {
		return "The table does not exist: set westmoon.login.store.jdbc.initialize-schema=always, or run the script"
				+ " that is in the jar" + script(dialect);
	}

	private static String script(@Nullable Dialect dialect) {
		return (dialect != null) ? " (" + dialect.script() + ")" : "";
	}

	UnusableTableException notCreated(RuntimeException cause, @Nullable Dialect dialect) {
		return new UnusableTableException("Could not create the table " + this.table
				+ ". Look at the permission to create tables, or run the script" + " that is in the jar"
				+ script(dialect), cause);
	}

	UnusableTableException unknownDatabase(String product) {
		return new UnusableTableException(
				"Logins cannot be kept in the table " + this.table + ", since the database is '" + product
						+ "'. Use H2, MySQL, MariaDB or PostgreSQL, or a store of your own",
				null);
	}

}
