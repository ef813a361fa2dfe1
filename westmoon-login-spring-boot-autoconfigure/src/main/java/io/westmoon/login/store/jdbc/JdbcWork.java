package io.westmoon.login.store.jdbc;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Blocking work with the database.
 *
 * @param <T> the type of its result, if it has one
 */
@FunctionalInterface
interface JdbcWork<T> {

	@Nullable T run(JdbcLink link) throws SQLException;

}
