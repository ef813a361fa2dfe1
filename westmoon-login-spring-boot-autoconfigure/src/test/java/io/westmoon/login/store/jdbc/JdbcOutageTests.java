package io.westmoon.login.store.jdbc;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariDataSource;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStore.Change;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.testsupport.CapturedLog;
import io.westmoon.login.testsupport.RealPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import static io.westmoon.login.store.Samples.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A database that goes away, comes back, or does not answer.
 */
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
class JdbcOutageTests {

	private static final Duration DEADLINE = Duration.ofSeconds(8);

	private static RealPostgres server;

	private HikariDataSource pool;

	private JdbcLoginTable table;

	private SessionStore store;

	@BeforeAll
	static void start() {
		server = RealPostgres.start();
	}

	@AfterAll
	static void stop() {
		if (server != null) {
			server.close();
		}
	}

	@BeforeEach
	void open() {
		this.pool = server.pool();
		server.createLoginTable();
		this.table = new JdbcLoginTable(this.pool, JdbcLoginTable.DEFAULT_NAME);
		this.store = open("default");
	}

	private SessionStore open(String account) {
		return new JdbcSessionStore(this.table, account, Samples.CLOCK, ContentCipher.NONE);
	}

	@AfterEach
	void close() {
		this.pool.close();
	}

	@Test
	void aDatabaseThatIsAwayAtTheStartIsATypedErrorInTimeAndWorksOnceItIsThere() {
		server.stop();
		try {
			failsInTime(this.store.load(),
					"Could not read the session of account 'default' in the table WESTMOON_LOGIN");
			failsInTime(this.store.compareAndSet(Samples.first()), "Could not write the login attempt");
		}
		finally {
			server.startAgain();
		}
		assertThat(recovered(this.store.save(session("a")))).isTrue();
		assertThat(get(this.store.load())).isEqualTo(session("a"));
	}

	@Test
	void aDatabaseThatGoesAwayIsATypedErrorInTimeAndKeepsWhatItHas() {
		get(this.store.save(session("a")));
		server.stop();
		try {
			failsInTime(this.store.load(), "Could not read the session");
			failsInTime(this.store.tryLease(), "Could not claim the login lease");
		}
		finally {
			server.startAgain();
		}
		assertThat(recovered(this.store.load())).isEqualTo(session("a"));
	}

	@Test
	void aDatabaseThatHangsIsATypedErrorInTimeAndCostsFewThreads() {
		Set<Thread> before = threads();
		get(this.store.save(session("a")));
		try {
			server.suspend(true);
			List<Throwable> failures = new CopyOnWriteArrayList<>();
			long begin = System.nanoTime();
			Flux.range(0, 40)
				.flatMap((i) -> this.store.load().doOnError(failures::add).onErrorComplete(), 40)
				.blockLast(DEADLINE);
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(DEADLINE);
			assertThat(failures).hasSize(40)
				.allSatisfy((failure) -> assertThat(failure).isInstanceOf(SessionStoreException.class));
			Set<Thread> threads = threads();
			threads.removeAll(before);
			assertThat(threads).hasSizeLessThanOrEqualTo(12);
		}
		finally {
			server.suspend(false);
		}
		assertThat(recovered(this.store.load())).isEqualTo(session("a"));
	}

	@Test
	void anOutageIsOneWarningAndOneLineWhenItIsOver() {
		List<Change> changes = new CopyOnWriteArrayList<>();
		List<Disposable> subscriptions = IntStream.range(0, 20)
			.mapToObj((i) -> open("shop-" + i))
			.map((some) -> some.changes().subscribe())
			.toList();
		Disposable subscription = this.store.changes().subscribe(changes::add);
		try (CapturedLog log = CapturedLog.open(Level.INFO)) {
			Awaitility.await().until(() -> changes.size() == 2);
			server.stop();
			try {
				assertThat(log.saying("Could not look for changes in the table WESTMOON_LOGIN"))
					.succeedsWithin(Duration.ofSeconds(20));
				// Long enough for another look to fail.
				failsInTime(this.store.load(), "Could not");
				failsInTime(this.store.load(), "Could not");
			}
			finally {
				server.startAgain();
			}
			assertThat(log.saying("The table WESTMOON_LOGIN can be read again")).succeedsWithin(Duration.ofSeconds(60));
			assertThat(recovered(this.store.save(session("a")))).isTrue();
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> changes.size() == 3);
			assertThat(log.lines()).filteredOn((line) -> line.logger().startsWith("io.westmoon"))
				.extracting(CapturedLog.Line::level)
				.containsExactly(Level.WARN, Level.INFO);
		}
		finally {
			subscription.dispose();
			subscriptions.forEach(Disposable::dispose);
		}
	}

	@Test
	void aPoolWhoseConnectionsAreAllInUseIsATypedErrorInTime() throws Exception {
		this.pool.setMaximumPoolSize(1);
		get(this.store.load());
		try (var taken = this.pool.getConnection()) {
			failsInTime(this.store.load(), "connections are all in use");
		}
		assertThat(recovered(this.store.save(session("a")))).isTrue();
	}

	private static void failsInTime(Mono<?> operation, String message) {
		long begin = System.nanoTime();
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> operation.block(Duration.ofSeconds(20)))
			.withMessageContaining(message)
			.withMessageContaining("WESTMOON_LOGIN");
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(DEADLINE);
	}

	private static Set<Thread> threads() {
		Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
		threads.removeIf((thread) -> !thread.getName().matches("westmoon-jdbc-\\d+"));
		return threads;
	}

	private static <T> T get(Mono<T> mono) {
		return mono.block(Samples.TIMEOUT);
	}

	private static <T> T recovered(Mono<T> operation) {
		return operation.retryWhen(Retry.fixedDelay(120, Duration.ofMillis(250))).block(Duration.ofSeconds(60));
	}

}
