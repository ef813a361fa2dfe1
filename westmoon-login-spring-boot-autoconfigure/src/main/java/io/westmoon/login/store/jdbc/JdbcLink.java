package io.westmoon.login.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * A connection for one operation. Each statement is a transaction of its own, whatever
 * the connection's settings are, and is repeated as long as the database reports a
 * conflict with another transaction. Puts back whatever it changes of the connection's
 * settings, since the application goes on with it. Belongs to one thread.
 */
final class JdbcLink implements AutoCloseable {

	/**
	 * Longer than any statement may take, so it only ends a connection that hangs.
	 */
	private static final Duration NETWORK_TIMEOUT = Duration.ofSeconds(10);

	private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	/**
	 * SQL states of conflicts that are not in the class for them; H2 has its own.
	 */
	private static final Set<String> CONFLICTS = Set.of("90131");

	private final Connection connection;

	private final long deadline;

	private final boolean autoCommit;

	private final int networkTimeout;

	private @Nullable TableStatements statements;

	private @Nullable Integer queryTimeout;

	private JdbcLink(Connection connection, long deadline) throws SQLException {
		this.connection = connection;
		this.deadline = deadline;
		this.autoCommit = connection.getAutoCommit();
		this.networkTimeout = limitNetwork();
	}

	/**
	 * Opens a connection.
	 * @param dataSource where from
	 * @param deadline until when statements may run, as {@link System#nanoTime()}
	 * @throws NoConnectionException if there is none
	 */
	static JdbcLink open(DataSource dataSource, long deadline) throws SQLException {
		Connection connection;
		try {
			connection = dataSource.getConnection();
		}
		catch (SQLException ex) {
			throw new NoConnectionException(ex);
		}
		try {
			if (deadline - System.nanoTime() <= 0) {
				throw new SQLTimeoutException("The connection came too late");
			}
			return new JdbcLink(connection, deadline);
		}
		catch (SQLException | RuntimeException ex) {
			closeQuietly(connection);
			throw ex;
		}
	}

	/**
	 * Some drivers and pools have no such timeout.
	 */
	private int limitNetwork() {
		try {
			int timeout = this.connection.getNetworkTimeout();
			if (timeout == 0 || timeout > NETWORK_TIMEOUT.toMillis()) {
				this.connection.setNetworkTimeout(Runnable::run, (int) NETWORK_TIMEOUT.toMillis());
				return timeout;
			}
		}
		catch (SQLException | RuntimeException | AbstractMethodError ex) {
			// goes on without
		}
		return -1;
	}

	String product() throws SQLException {
		return this.connection.getMetaData().getDatabaseProductName();
	}

	void use(TableStatements statements) {
		this.statements = statements;
	}

	TableStatements statements() {
		TableStatements statements = this.statements;
		if (statements == null) {
			throw new IllegalStateException("The database is not known yet");
		}
		return statements;
	}

	/**
	 * Changes rows.
	 * @return how many rows match
	 */
	int update(String sql, Object... parameters) throws SQLException {
		return run(sql, parameters, PreparedStatement::executeUpdate);
	}

	/**
	 * Reads rows.
	 * @return what the reader returns
	 */
	<T> @Nullable T query(String sql, RowReader<T> reader, Object... parameters) throws SQLException {
		return run(sql, parameters, (statement) -> {
			try (ResultSet rows = statement.executeQuery()) {
				return Optional.<T>ofNullable(reader.read(rows));
			}
		}).orElse(null);
	}

	private <T> T run(String sql, Object[] parameters, Execution<T> execution) throws SQLException {
		while (true) {
			try {
				T result = runOnce(sql, parameters, execution);
				if (!this.autoCommit) {
					this.connection.commit();
				}
				return result;
			}
			catch (SQLException | RuntimeException ex) {
				rollBack();
				if (!isConflict(ex) || left() <= 0) {
					throw ex;
				}
			}
			LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_PAUSE_NANOS));
		}
	}

	private <T> T runOnce(String sql, Object[] parameters, Execution<T> execution) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			limit(statement);
			for (int i = 0; i < parameters.length; i++) {
				set(statement, i + 1, parameters[i]);
			}
			return execution.run(statement);
		}
	}

	/**
	 * In whole seconds, and over before the operation's deadline.
	 */
	private void limit(PreparedStatement statement) throws SQLException {
		if (this.queryTimeout == null && this.statements != null && this.statements.dialect().keepsQueryTimeout()) {
			this.queryTimeout = statement.getQueryTimeout();
		}
		statement.setQueryTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toSeconds(left())));
	}

	private static void set(PreparedStatement statement, int index, Object parameter) throws SQLException {
		if (parameter instanceof byte[] bytes) {
			statement.setBytes(index, bytes);
		}
		else if (parameter instanceof Long number) {
			statement.setLong(index, number);
		}
		else {
			statement.setString(index, (String) parameter);
		}
	}

	private long left() {
		return this.deadline - System.nanoTime();
	}

	private void rollBack() {
		try {
			if (!this.autoCommit) {
				this.connection.rollback();
			}
		}
		catch (SQLException | RuntimeException ex) {
			// the first failure tells more
		}
	}

	private static boolean isConflict(Exception ex) {
		String state = (ex instanceof SQLException failure) ? failure.getSQLState() : null;
		return state != null && (state.startsWith("40") || CONFLICTS.contains(state));
	}

	@Override
	public void close() {
		try {
			if (this.queryTimeout != null) {
				try (PreparedStatement statement = this.connection.prepareStatement("select 1")) {
					statement.setQueryTimeout(this.queryTimeout);
				}
				rollBack();
			}
			if (this.networkTimeout >= 0) {
				this.connection.setNetworkTimeout(Runnable::run, this.networkTimeout);
			}
		}
		catch (SQLException | RuntimeException ex) {
			// a connection that is broken has no settings
		}
		finally {
			closeQuietly(this.connection);
		}
	}

	private static void closeQuietly(Connection connection) {
		try {
			connection.close();
		}
		catch (SQLException | RuntimeException ex) {
			// what was written is written
		}
	}

	/**
	 * Reads what a query returned.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface RowReader<T> {

		@Nullable T read(ResultSet rows) throws SQLException;

	}

	@FunctionalInterface
	private interface Execution<T> {

		T run(PreparedStatement statement) throws SQLException;

	}

	/**
	 * The database cannot be reached, so no statement has run.
	 */
	static final class NoConnectionException extends SQLException {

		NoConnectionException(SQLException cause) {
			super(cause);
		}

	}

}
