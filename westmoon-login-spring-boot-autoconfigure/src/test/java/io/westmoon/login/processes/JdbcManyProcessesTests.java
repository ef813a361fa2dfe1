package io.westmoon.login.processes;

import io.westmoon.login.SessionStore;
import io.westmoon.login.store.jdbc.JdbcSessionStore;
import io.westmoon.login.testsupport.RealPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Takes a minute, most of which it waits for leases to run out.
 */
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
class JdbcManyProcessesTests extends AbstractManyProcessesTests {

	private static RealPostgres postgres;

	@BeforeAll
	static void startPostgres() {
		postgres = RealPostgres.start();
	}

	@AfterAll
	static void stopPostgres() {
		if (postgres != null) {
			postgres.close();
		}
	}

	@Override
	SessionStore open() {
		postgres.execute("drop table if exists WESTMOON_LOGIN");
		new ResourceDatabasePopulator(new ClassPathResource("schema-postgresql.sql", JdbcSessionStore.class))
			.execute(new DriverManagerDataSource(postgres.url()));
		return SharedStores.open(place());
	}

	@Override
	String place() {
		return postgres.url();
	}

}
