package io.westmoon.login.store.jdbc;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcConnectionPool;

/**
 * In the memory of this process.
 */
class H2JdbcSessionStoreTests extends AbstractJdbcSessionStoreTests {

	private static final JdbcConnectionPool database = JdbcConnectionPool
		.create("jdbc:h2:mem:" + H2JdbcSessionStoreTests.class.getName() + ";DB_CLOSE_DELAY=-1", "sa", "");

	@Override
	DataSource dataSource() {
		return database;
	}

	@Override
	String script() {
		return "schema-h2.sql";
	}

	@Override
	String now() {
		return "cast(extract(epoch from current_timestamp) * 1000000 as bigint)";
	}

}
