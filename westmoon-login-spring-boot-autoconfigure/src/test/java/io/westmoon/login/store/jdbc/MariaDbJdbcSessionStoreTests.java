package io.westmoon.login.store.jdbc;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.westmoon.login.testsupport.RealMariaDb;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * In a real MariaDB.
 */
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
class MariaDbJdbcSessionStoreTests extends AbstractJdbcSessionStoreTests {

	static RealMariaDb server;

	private static HikariDataSource pool;

	@BeforeAll
	static void start() {
		server = RealMariaDb.start();
		pool = server.pool();
	}

	@AfterAll
	static void stop() {
		if (server != null) {
			pool.close();
			server.close();
		}
	}

	@Override
	DataSource dataSource() {
		return pool;
	}

	@Override
	String script() {
		return "schema-mysql.sql";
	}

	@Override
	String now() {
		return "cast(unix_timestamp(now(6)) * 1000000 as signed)";
	}

}
