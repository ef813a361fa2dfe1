package com.example.stock;

import java.util.UUID;

import io.westmoon.login.SessionStore;
import io.westmoon.login.store.SessionStoreContractTests;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class TableSessionStoreTests extends SessionStoreContractTests {

	private final JdbcConnectionPool database = JdbcConnectionPool
		.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");

	private final SessionStore store = create();

	private SessionStore create() {
		JdbcClient jdbc = JdbcClient.create(this.database);
		jdbc.sql("""
				CREATE TABLE westmoon_login (id INT PRIMARY KEY, session TEXT NOT NULL, attempt TEXT NOT NULL,
					holder VARCHAR(36) NOT NULL, held_until BIGINT NOT NULL)""").update();
		jdbc.sql("INSERT INTO westmoon_login VALUES (1, '', '', '', 0)").update();
		return new TableSessionStore(jdbc, new TransactionTemplate(new DataSourceTransactionManager(this.database)));
	}

	@Override
	protected SessionStore store() {
		return this.store;
	}

	@AfterEach
	void close() {
		this.database.dispose();
	}

}
