package io.westmoon.login.store.jdbc;

import javax.sql.DataSource;

import io.westmoon.login.store.Samples;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * In the memory of this process.
 */
class H2JdbcSessionStoreTests extends AbstractJdbcSessionStoreTests {

	private static final JdbcConnectionPool database = JdbcConnectionPool
		.create("jdbc:h2:mem:" + H2JdbcSessionStoreTests.class.getName() + ";DB_CLOSE_DELAY=-1", "sa", "");

	@ParameterizedTest
	@ValueSource(strings = { "MySQL", "MariaDB", "PostgreSQL" })
	void worksWhenItActsLikeAnotherDatabase(String mode) {
		JdbcConnectionPool other = JdbcConnectionPool.create("jdbc:h2:mem:" + mode + ";DB_CLOSE_DELAY=-1;MODE=" + mode,
				"sa", "");
		new ResourceDatabasePopulator(new ClassPathResource(script(), JdbcSessionStore.class)).execute(other);
		JdbcSessionStore store = open(other, "default");
		get(store.save(Samples.session("a")));
		get(store.compareAndSet(Samples.first()));
		assertThat(get(store.load())).isEqualTo(Samples.session("a"));
		assertThat(get(store.attempt())).isNotNull();
		assertThat(get(get(store.tryLease()).renew())).isTrue();
		assertThat(get(store.tryLease())).isNull();
		other.dispose();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " a", "a ", "0123456789012345678901234567890123456789012345678901234567890123x" })
	void refusesNamesThatAreNoKeys(String name) {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> open(database, name));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a;", "a'", "\"a\"", "a.b.c.d", "1a", "a." })
	void refusesNamesThatAreNoTables(String name) {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new JdbcLoginTable(database, name));
	}

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
