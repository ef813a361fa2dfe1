package io.westmoon.login.store.jdbc;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.westmoon.login.testsupport.RealDatabase;
import io.westmoon.login.testsupport.RealMariaDb;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * With MySQL's driver. The server is a MariaDB.
 */
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
class MySqlDriverJdbcSessionStoreTests extends AbstractJdbcSessionStoreTests {

	private static RealMariaDb server;

	private static HikariDataSource pool;

	@BeforeAll
	static void start() {
		server = RealMariaDb.start();
		pool = RealDatabase.pool(server.urlForMySql());
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
