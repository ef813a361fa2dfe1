package io.westmoon.login.processes;

import io.westmoon.login.SessionStore;
import io.westmoon.login.testsupport.RealPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Takes a minute, most of which it waits for leases to run out.
 */
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
class JdbcManyProcessesTests extends AbstractManyProcessesTests {

	private static RealPostgres postgres;

	private static SharedStores stores;

	@BeforeAll
	static void startPostgres() {
		postgres = RealPostgres.start();
		stores = SharedStores.at(postgres.url());
	}

	@AfterAll
	static void stopPostgres() {
		if (postgres != null) {
			stores.close();
			postgres.close();
		}
	}

	@Override
	SessionStore open() {
		postgres.createLoginTable();
		return stores.open();
	}

	@Override
	String place() {
		return postgres.url();
	}

}
