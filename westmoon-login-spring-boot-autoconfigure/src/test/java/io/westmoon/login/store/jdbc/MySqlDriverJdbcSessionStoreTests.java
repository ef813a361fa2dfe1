package io.westmoon.login.store.jdbc;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.westmoon.login.testsupport.RealDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * With MySQL's driver. The server is a MariaDB.
 */
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
class MySqlDriverJdbcSessionStoreTests extends MariaDbJdbcSessionStoreTests {

	private static HikariDataSource pool;

	@BeforeAll
	static void connect() {
		pool = RealDatabase.pool(server.urlForMySql());
	}

	@AfterAll
	static void disconnect() {
		if (pool != null) {
			pool.close();
		}
	}

	@Override
	DataSource dataSource() {
		return pool;
	}

}
