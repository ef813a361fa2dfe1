package io.westmoon.login.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.westmoon.login.SessionStore;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.json.ContentCipher;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import static io.westmoon.login.store.Samples.session;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the accounts of a process cost together.
 */
class JdbcThreadsTests {

	private static final int ACCOUNTS = 200;

	private final JdbcConnectionPool database = JdbcConnectionPool
		.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");

	private final AtomicInteger connections = new AtomicInteger();

	private final Set<Thread> before = Thread.getAllStackTraces().keySet();

	private final JdbcLoginTable table = new JdbcLoginTable(new DelegatingDataSource(this.database) {

		@Override
		public Connection getConnection() throws SQLException {
			JdbcThreadsTests.this.connections.incrementAndGet();
			return super.getConnection();
		}

	}, JdbcLoginTable.DEFAULT_NAME,
			() -> new ResourceDatabasePopulator(new ClassPathResource("schema-h2.sql", JdbcSessionStore.class))
				.execute(this.database));

	private final List<SessionStore> stores = IntStream.range(0, ACCOUNTS)
		.<SessionStore>mapToObj((i) -> new JdbcSessionStore(this.table, "shop-" + i, Samples.CLOCK, ContentCipher.NONE))
		.toList();

	@AfterEach
	void dispose() {
		this.database.dispose();
	}

	@Test
	void manyAccountsShareAFewThreads() {
		Flux.fromIterable(this.stores)
			.flatMap((store) -> store.save(session("a")).then(store.load()), ACCOUNTS)
			.blockLast(Samples.TIMEOUT);
		assertThat(threads()).isLessThanOrEqualTo(4);
	}

	@Test
	void manyAccountsAreWatchedWithOneQueryAndNoThreadOutlivesThat() {
		AtomicInteger signals = new AtomicInteger();
		List<Disposable> subscriptions = this.stores.stream()
			.map((store) -> store.changes().subscribe((change) -> signals.incrementAndGet()))
			.toList();
		Awaitility.await().atMost(Samples.TIMEOUT).untilAsserted(() -> assertThat(signals).hasValue(2 * ACCOUNTS));
		this.connections.set(0);
		long begin = System.nanoTime();
		Flux.fromIterable(this.stores).flatMap((store) -> store.save(session("a"))).blockLast(Samples.TIMEOUT);
		Awaitility.await().atMost(Samples.TIMEOUT).untilAsserted(() -> assertThat(signals).hasValue(3 * ACCOUNTS));
		long looks = this.connections.get() - ACCOUNTS;
		assertThat(looks).as("One at a time, and not one for each account").isLessThan(ACCOUNTS);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Samples.TIMEOUT);
		subscriptions.forEach(Disposable::dispose);
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> threads() == 0);
	}

	/**
	 * Between four looks there are two pauses of a second at least: one look may follow
	 * at once on the one that the last subscription began.
	 */
	@Test
	void theDatabaseIsAskedOnceASecondForAllAccounts() {
		AtomicInteger signals = new AtomicInteger();
		List<Disposable> subscriptions = this.stores.stream()
			.map((store) -> store.changes().subscribe((change) -> signals.incrementAndGet()))
			.toList();
		Awaitility.await().atMost(Samples.TIMEOUT).until(() -> signals.get() == 2 * ACCOUNTS);
		this.connections.set(0);
		long begin = System.nanoTime();
		Awaitility.await().atMost(Samples.TIMEOUT).until(() -> this.connections.get() >= 4);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(2));
		subscriptions.forEach(Disposable::dispose);
	}

	/**
	 * Leaves out those of the tables of other tests.
	 */
	private long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !this.before.contains(thread))
			.filter((thread) -> thread.getName().matches("westmoon-jdbc-\\d+"))
			.count();
	}

}
