package io.westmoon.login.store.jdbc;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.westmoon.login.testsupport.RealPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * In a real PostgreSQL.
 */
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
class PostgresJdbcSessionStoreTests extends AbstractJdbcSessionStoreTests {

	private static RealPostgres server;

	private static HikariDataSource pool;

	@BeforeAll
	static void start() {
		server = RealPostgres.start();
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
		return "schema-postgresql.sql";
	}

	@Override
	String now() {
		return "cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)";
	}

}
