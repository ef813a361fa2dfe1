package io.westmoon.login.store.jdbc;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.westmoon.login.CodeImage;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStore.Change;
import io.westmoon.login.SessionStore.Lease;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.SessionStoreContractTests;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.store.json.ContentCiphers;
import io.westmoon.login.store.json.CorruptContentException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static io.westmoon.login.store.Samples.NOW;
import static io.westmoon.login.store.Samples.first;
import static io.westmoon.login.store.Samples.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What holds in every database.
 */
abstract class AbstractJdbcSessionStoreTests extends SessionStoreContractTests {

	private JdbcSessionStore store;

	/**
	 * Returns the connections to the database, always the same.
	 */
	abstract DataSource dataSource();

	/**
	 * Returns the name of the script that creates the table.
	 */
	abstract String script();

	/**
	 * Returns the expression for the database's time in microseconds.
	 */
	abstract String now();

	@BeforeEach
	void createTable() {
		execute("drop table if exists WESTMOON_LOGIN");
		new ResourceDatabasePopulator(new ClassPathResource(script(), JdbcSessionStore.class)).execute(dataSource());
		this.store = open(dataSource(), "default");
	}

	static JdbcSessionStore open(DataSource dataSource, String account) {
		return new JdbcSessionStore(dataSource, JdbcLoginTable.DEFAULT_NAME, account, Samples.CLOCK,
				ContentCipher.NONE);
	}

	private JdbcSessionStore anotherProcess() {
		return open(dataSource(), "default");
	}

	@Override
	protected SessionStore store() {
		return this.store;
	}

	final void execute(String sql) {
		try (Connection connection = dataSource().getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new AssertionError("Could not execute: " + sql, ex);
		}
	}

	private long number(String sql) {
		try (Connection connection = dataSource().getConnection();
				Statement statement = connection.createStatement();
				var rows = statement.executeQuery(sql)) {
			assertThat(rows.next()).isTrue();
			return rows.getLong(1);
		}
		catch (SQLException ex) {
			throw new AssertionError("Could not execute: " + sql, ex);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "other", "Default", "defaulT" })
	void accountsDoNotSeeOneAnother(String name) {
		JdbcSessionStore other = open(dataSource(), name);
		get(this.store.save(session("a")));
		get(this.store.compareAndSet(first()));
		get(this.store.tryLease());
		assertThat(get(other.load())).isNull();
		assertThat(get(other.attempt())).isNull();
		assertThat(get(other.tryLease())).isNotNull();
		assertThat(get(other.remove(session("a")))).isFalse();
		assertThat(get(this.store.load())).isNotNull();
	}

	@Test
	void keepsPicturesOfTwoMegabytes() {
		byte[] picture = Arrays.copyOf(Samples.PNG, 2 * 1024 * 1024);
		LoginQrCode code = new LoginQrCode("scan-secret", CodeImage.of(picture), NOW, NOW.plusSeconds(300),
				Duration.ofSeconds(5));
		LoginAttempt attempt = first();
		get(this.store.compareAndSet(attempt));
		assertThat(get(this.store.compareAndSet(attempt.shown(code)))).isTrue();
		assertThat(get(anotherProcess().attempt()).code()).isEqualTo(code);
	}

	@Test
	void oneOfManyProcessesCreatesTheRow() {
		List<JdbcSessionStore> stores = Stream.generate(this::anotherProcess).limit(8).toList();
		for (int i = 0; i < 20; i++) {
			execute("delete from WESTMOON_LOGIN");
			List<Boolean> outcomes = get(Flux.fromIterable(stores)
				.flatMap((other) -> Mono.defer(() -> Mono.zip(other.compareAndSet(first()), other.save(session("a"))))
					.subscribeOn(Schedulers.parallel()), 8)
				.doOnNext((outcome) -> assertThat(outcome.getT2()).isTrue())
				.map((outcome) -> outcome.getT1())
				.collectList());
			assertThat(outcomes).hasSize(8).containsOnlyOnce(true);
			assertThat(number("select count(*) from WESTMOON_LOGIN")).isEqualTo(1);
		}
	}

	@Test
	void oneOfManyProcessesGetsTheLease() {
		List<JdbcSessionStore> stores = Stream.generate(this::anotherProcess).limit(8).toList();
		for (int i = 0; i < 20; i++) {
			execute("delete from WESTMOON_LOGIN");
			assertThat(get(Flux.fromIterable(stores)
				.flatMap((other) -> Mono.defer(other::tryLease).subscribeOn(Schedulers.parallel()), 8)
				.collectList())).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { Connection.TRANSACTION_READ_COMMITTED, Connection.TRANSACTION_REPEATABLE_READ,
			Connection.TRANSACTION_SERIALIZABLE })
	void connectionsMayHaveAnyIsolationAndNoAutoCommit(int isolation) {
		DataSource prepared = prepared((connection) -> {
			connection.setAutoCommit(false);
			connection.setTransactionIsolation(isolation);
		});
		List<JdbcSessionStore> stores = Stream.generate(() -> open(prepared, "default")).limit(4).toList();
		Set<Long> written = ConcurrentHashMap.newKeySet();
		get(Flux.fromIterable(stores)
			.flatMap((other) -> increment(other, written).repeat(9).subscribeOn(Schedulers.boundedElastic()), 4)
			.then());
		assertThat(written).hasSize(40);
		assertThat(get(this.store.attempt()).version()).isEqualTo(40);
		Lease lease = get(stores.get(0).tryLease());
		assertThat(get(stores.get(1).tryLease())).isNull();
		assertThat(get(lease.renew())).isTrue();
		get(lease.release());
		get(stores.get(2).save(session("a")));
		assertThat(get(stores.get(3).load())).isEqualTo(session("a"));
		assertThat(get(stores.get(3).remove(session("a")))).isTrue();
		assertThat(get(this.store.load())).isNull();
	}

	private static Mono<Void> increment(SessionStore store, Set<Long> written) {
		return Mono.defer(store::attempt)
			.map((stored) -> LoginAttempt.begin("default", stored))
			.switchIfEmpty(Mono.fromSupplier(Samples::first))
			.flatMap((next) -> store.compareAndSet(next)
				.filter(Boolean::booleanValue)
				.doOnNext((success) -> assertThat(written.add(next.version())).isTrue()))
			.repeatWhenEmpty(1000, (again) -> again)
			.then();
	}

	/**
	 * A failure of the test's preparation fails the operation.
	 */
	private DataSource prepared(Preparation preparation) {
		return new DelegatingDataSource(dataSource()) {

			@Override
			public Connection getConnection() throws SQLException {
				Connection connection = super.getConnection();
				preparation.prepare(connection);
				return connection;
			}

		};
	}

	@Test
	void connectionsAreGivenBackAsTheyWere() {
		List<String> before = new CopyOnWriteArrayList<>();
		List<String> after = new CopyOnWriteArrayList<>();
		DataSource watched = new DelegatingDataSource(dataSource()) {

			@Override
			public Connection getConnection() throws SQLException {
				Connection connection = super.getConnection();
				before.add(settings(connection));
				return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(),
						new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
							if (method.getName().equals("close")) {
								after.add(settings(connection));
							}
							return method.invoke(connection, arguments);
						});
			}

		};
		JdbcSessionStore other = open(watched, "default");
		get(other.save(session("a")));
		get(other.load());
		assertThat(before).hasSize(3).allSatisfy((settings) -> assertThat(settings).endsWith(" 0 0"));
		assertThat(after).isEqualTo(before);
	}

	private static String settings(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			return connection.getAutoCommit() + " " + connection.getTransactionIsolation() + " "
					+ connection.getNetworkTimeout() + " " + statement.getQueryTimeout();
		}
	}

	@Test
	void aChangeOfAnotherProcessIsSignaled() {
		JdbcSessionStore other = anotherProcess();
		StepVerifier.create(this.store.changes())
			.expectNext(Change.SESSION, Change.ATTEMPT)
			.then(() -> get(other.save(session("b"))))
			.expectNext(Change.SESSION)
			.then(() -> get(other.compareAndSet(first())))
			.expectNext(Change.ATTEMPT)
			.then(() -> get(other.remove(session("b"))))
			.expectNext(Change.SESSION)
			.thenCancel()
			.verify(Duration.ofSeconds(20));
	}

	@Test
	void aLeaseThatAnotherProcessGivesBackIsSignaled() {
		Lease lease = get(anotherProcess().tryLease());
		StepVerifier.create(this.store.changes())
			.expectNext(Change.SESSION, Change.ATTEMPT)
			.then(() -> get(lease.release()))
			.expectNext(Change.ATTEMPT)
			.thenCancel()
			.verify(Duration.ofSeconds(20));
	}

	@Test
	void aLeaseLastsThreeBeatsOfTheDatabasesClock() {
		Lease lease = get(this.store.tryLease());
		assertThat(leaseTime()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(15));
		execute("update WESTMOON_LOGIN set LEASE_END = " + now() + " + 1000000");
		assertThat(get(lease.renew())).isTrue();
		assertThat(leaseTime()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(15));
	}

	private Duration leaseTime() {
		return Duration.ofMillis(number("select LEASE_END - " + now() + " from WESTMOON_LOGIN") / 1000);
	}

	@Test
	void aLeaseThatEndedIsSomebodyElses() {
		Lease lease = get(this.store.tryLease());
		JdbcSessionStore other = anotherProcess();
		execute("update WESTMOON_LOGIN set LEASE_END = " + now() + " + 9000000");
		assertThat(get(other.tryLease())).isNull();
		execute("update WESTMOON_LOGIN set LEASE_END = " + now() + " - 1");
		Lease next = get(other.tryLease());
		assertThat(get(lease.renew())).isFalse();
		get(lease.release());
		assertThat(get(next.renew())).isTrue();
	}

	@Test
	void aLeaseThatEndedIsStillItsHoldersUntilAnotherClaimsIt() {
		Lease lease = get(this.store.tryLease());
		execute("update WESTMOON_LOGIN set LEASE_END = " + now() + " - 1");
		assertThat(get(lease.renew())).isTrue();
		assertThat(get(anotherProcess().tryLease())).isNull();
	}

	@Test
	void aDatabaseWhoseClockWasSetBackDoesNotLockPeopleOut() {
		get(this.store.tryLease());
		execute("update WESTMOON_LOGIN set LEASE_END = LEASE_END + 3600000000");
		assertThat(get(anotherProcess().tryLease())).isNotNull();
	}

	@Test
	void aVersionThatWasChangedMeanwhileIsNotOverwritten() {
		LoginAttempt attempt = first();
		get(this.store.compareAndSet(attempt));
		execute("update WESTMOON_LOGIN set ATTEMPT_VERSION = 7");
		assertThat(get(this.store.compareAndSet(attempt.shown(Samples.code("s"))))).isFalse();
		LoginAttempt read = get(this.store.attempt());
		assertThat(read.version()).isEqualTo(7);
		assertThat(get(this.store.compareAndSet(read.shown(Samples.code("s"))))).isTrue();
	}

	@Test
	void aValueThatIsDamagedIsNamedAndKept() throws Exception {
		get(this.store.save(session("a")));
		get(this.store.compareAndSet(first()));
		try (Connection connection = dataSource().getConnection();
				var statement = connection
					.prepareStatement("update WESTMOON_LOGIN set SESSION_CONTENT = ?, ATTEMPT_CONTENT = ?")) {
			statement.setBytes(1, "{\"access_token\":\"secret".getBytes(StandardCharsets.UTF_8));
			statement.setBytes(2, "{\"scan_token\":\"secret".getBytes(StandardCharsets.UTF_8));
			statement.executeUpdate();
		}
		for (Mono<?> reading : List.of(this.store.load(), this.store.attempt())) {
			assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> get(reading))
				.withMessageContaining("damaged")
				.withMessageContaining("Delete the row whose ACCOUNT is 'default'")
				.withMessageContaining("WESTMOON_LOGIN")
				.withMessageNotContaining("secret");
		}
		assertThat(number("select count(*) from WESTMOON_LOGIN where SESSION_CONTENT is not null")).isEqualTo(1);
		execute("delete from WESTMOON_LOGIN where ACCOUNT = 'default'");
		assertThat(get(this.store.load())).isNull();
		assertThat(get(this.store.compareAndSet(first()))).isTrue();
	}

	@Test
	void aTableThatIsMissingIsNamedWithItsScript() {
		get(this.store.load());
		execute("drop table WESTMOON_LOGIN");
		for (JdbcSessionStore some : List.of(this.store, anotherProcess())) {
			assertThatExceptionOfType(UnusableTableException.class).isThrownBy(() -> get(some.load()))
				.withMessageContaining("WESTMOON_LOGIN")
				.withMessageContaining("io/westmoon/login/store/jdbc/" + script())
				.withMessageContaining("initialize-schema");
			assertThatExceptionOfType(UnusableTableException.class).isThrownBy(() -> get(some.save(session("a"))));
		}
		createTableAgain();
		assertThat(get(this.store.save(session("a")))).isTrue();
	}

	private void createTableAgain() {
		new ResourceDatabasePopulator(new ClassPathResource(script(), JdbcSessionStore.class)).execute(dataSource());
	}

	@Test
	void aTableWithoutAColumnIsNamed() {
		execute("alter table WESTMOON_LOGIN drop column ATTEMPT_VERSION");
		assertThatExceptionOfType(UnusableTableException.class).isThrownBy(() -> get(this.store.load()))
			.withMessageContaining("columns")
			.withMessageContaining(script());
	}

	@Test
	void theScriptMakesTheColumnsThatAreUsedAndNoOther() throws SQLException {
		List<String> columns = new ArrayList<>();
		try (Connection connection = dataSource().getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("select * from WESTMOON_LOGIN")) {
			for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
				columns.add(rows.getMetaData().getColumnName(i).toUpperCase(Locale.ROOT));
			}
		}
		assertThat(columns).containsExactly("ACCOUNT", "SESSION_CONTENT", "SESSION_FINGERPRINT", "SESSION_CREATED",
				"SESSION_WRITES", "ATTEMPT_CONTENT", "ATTEMPT_VERSION", "LEASE_HOLDER", "LEASE_END");
	}

	@Test
	void noFailureQuotesWhatWasToBeWritten() {
		execute("drop table WESTMOON_LOGIN");
		execute("create table WESTMOON_LOGIN (ACCOUNT varchar(64) not null primary key, SESSION_CONTENT varchar(8),"
				+ " SESSION_FINGERPRINT varchar(8), SESSION_CREATED bigint, SESSION_WRITES bigint not null,"
				+ " ATTEMPT_CONTENT varchar(8), ATTEMPT_VERSION bigint not null,"
				+ " LEASE_HOLDER varchar(36), LEASE_END bigint not null)");
		execute("insert into WESTMOON_LOGIN values ('default', null, null, null, 0, null, 0, null, 0)");
		assertThatExceptionOfType(SessionStoreException.class)
			.isThrownBy(() -> get(this.store.save(session("access-secret"))))
			.withMessageContaining("Could not write the session of account 'default' in the table WESTMOON_LOGIN")
			.satisfies((ex) -> {
				StringBuilder all = new StringBuilder();
				for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
					all.append(cause);
				}
				assertThat(all.toString()).doesNotContain("secret").doesNotContain("61636365");
			});
	}

	@Test
	void aRowThatSomebodyLocksFailsInTimeAndCostsFewThreads() throws Exception {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		get(this.store.save(session("a")));
		try (Connection connection = dataSource().getConnection(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.executeUpdate("update WESTMOON_LOGIN set SESSION_WRITES = SESSION_WRITES + 1");
			List<Mono<Boolean>> writes = IntStream.range(0, 40)
				.mapToObj((i) -> this.store.save(session("b" + i, NOW.plusSeconds(1))))
				.toList();
			List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
			long begin = System.nanoTime();
			get(Flux.fromIterable(writes)
				.flatMap((write) -> write.doOnError(failures::add).onErrorComplete(), 40)
				.then());
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
			assertThat(failures).hasSize(40)
				.allSatisfy((failure) -> assertThat(failure).isInstanceOf(SessionStoreException.class)
					.hasMessageContaining("account 'default' in the table WESTMOON_LOGIN")
					.hasMessageContaining("transaction that locks the row"));
			assertThat(Thread.getAllStackTraces().keySet())
				.filteredOn((thread) -> !before.contains(thread) && thread.getName().matches("westmoon-jdbc-\\d+"))
				.hasSizeLessThanOrEqualTo(12);
			connection.rollback();
			connection.setAutoCommit(true);
		}
		assertThat(get(this.store.save(session("c", NOW.plusSeconds(2))))).isTrue();
	}

	@Test
	void whatIsKeptIsEncryptedForItsPlace() {
		JdbcSessionStore encrypted = new JdbcSessionStore(dataSource(), JdbcLoginTable.DEFAULT_NAME, "default",
				Samples.CLOCK, new NameCipher());
		get(encrypted.save(session("a")));
		get(encrypted.compareAndSet(first()));
		assertThat(get(encrypted.load())).isEqualTo(session("a"));
		assertThat(get(encrypted.attempt())).isNotNull();
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> get(this.store.load()));
		execute("update WESTMOON_LOGIN set SESSION_CONTENT = ATTEMPT_CONTENT");
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> get(encrypted.load()))
			.withMessageContaining("WESTMOON_LOGIN/default/session");
	}

	@Test
	void whatNoKeyDecryptsIsNotCalledDamaged() {
		ContentCipher cipher = ContentCiphers.of(List.of("AQEB".repeat(10) + "AQE="), "keys");
		get(new JdbcSessionStore(dataSource(), JdbcLoginTable.DEFAULT_NAME, "default", Samples.CLOCK, cipher)
			.save(session("a")));
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> get(this.store.load()))
			.withMessageContaining("cannot be decrypted")
			.withMessageContaining("Configure the key that it was written with; if that key is lost, delete the row");
	}

	@Test
	void operationsOfAClosedStoreFail() {
		JdbcSessionStore other = anotherProcess();
		other.close();
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> get(other.load()));
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> get(other.changes().next()));
	}

	/**
	 * Puts the name before the content.
	 */
	private static final class NameCipher implements ContentCipher {

		@Override
		public byte[] encrypt(byte[] content, String name) {
			return (name + "|" + new String(content, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public byte[] decrypt(byte[] stored, String name) throws CorruptContentException {
			String text = new String(stored, StandardCharsets.UTF_8);
			if (!text.startsWith(name + "|")) {
				throw new CorruptContentException("it is not " + name);
			}
			return text.substring(name.length() + 1).getBytes(StandardCharsets.UTF_8);
		}

	}

	@FunctionalInterface
	private interface Preparation {

		void prepare(Connection connection) throws SQLException;

	}

}
