package io.westmoon.login.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import javax.sql.DataSource;

import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.autoconfigure.WestmoonAccountProperties.Store;
import io.westmoon.login.autoconfigure.WestmoonAccountProperties.Store.SchemaInitialization;
import io.westmoon.login.store.jdbc.JdbcSessionStore;
import io.westmoon.login.store.jdbc.UnusableTableException;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.testsupport.RealMariaDb;
import io.westmoon.login.testsupport.RealPostgres;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WestmoonLoginJdbcAutoConfigurationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final ApplicationContextRunner withoutDatabase = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WestmoonLoginJdbcAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.withoutDatabase
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
		.withPropertyValues("spring.datasource.generate-unique-name=true");

	private final Store settings = new Store();

	private static StoreProvider provider(ApplicationContext context) {
		return context.getBean(StoreProvider.class);
	}

	private SessionStore open(ApplicationContext context, String account) {
		return provider(context).open(account, this.settings, "westmoon.login", ContentCipher.NONE);
	}

	@Test
	void anEmbeddedDatabaseGetsTheTableByItself() {
		this.runner.run((context) -> {
			assertThat(provider(context).type()).isEqualTo(Store.Type.JDBC);
			try (SessionStore store = open(context, "default")) {
				assertThat(store).isInstanceOf(JdbcSessionStore.class);
				use(store);
			}
		});
	}

	@Test
	void aTableThatFlywayCreatesIsWaitedFor(@TempDir Path migrations) throws IOException {
		String script = new ClassPathResource("io/westmoon/login/store/jdbc/schema-h2.sql")
			.getContentAsString(StandardCharsets.UTF_8);
		Files.writeString(migrations.resolve("V1__westmoon_login.sql"), script);
		this.runner.withBean(EarlyStore.class)
			.withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
			.withPropertyValues("spring.flyway.locations=filesystem:" + migrations)
			.run((context) -> use(context.getBean(EarlyStore.class).store));
	}

	@Test
	void nothingHappensToTheDatabaseUnlessAnAccountIsKeptInIt() {
		this.runner.withPropertyValues("spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(StoreProvider.class));
	}

	@Test
	void accountsShareTheTable() {
		this.runner.run((context) -> {
			use(open(context, "shop-a"));
			use(open(context, "shop-b"));
			assertThat(rows(context.getBean(DataSource.class), "WESTMOON_LOGIN")).isEqualTo(2);
			assertThat(context.getBean(JdbcTables.class).open(this.settings.getJdbc(), ""))
				.isSameAs(context.getBean(JdbcTables.class).open(this.settings.getJdbc(), ""));
		});
	}

	@Test
	void theTableMayHaveAnotherName() {
		this.settings.getJdbc().setTableName("shop_login");
		this.runner.run((context) -> {
			use(open(context, "default"));
			assertThat(rows(context.getBean(DataSource.class), "shop_login")).isEqualTo(1);
		});
	}

	@Test
	void aNameThatIsNoneIsRefused() {
		this.settings.getJdbc().setTableName("a; drop table b");
		this.runner.run((context) -> assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> open(context, "default"))
			.withMessageContaining("westmoon.login.store.jdbc.table-name"));
	}

	@Test
	void aTableThatIsNotToBeCreatedAndIsMissingIsAnErrorThatNamesTheScript() {
		this.settings.getJdbc().setInitializeSchema(SchemaInitialization.NEVER);
		this.runner.run((context) -> {
			assertThatExceptionOfType(UnusableTableException.class).isThrownBy(() -> open(context, "default"))
				.withMessageContaining("WESTMOON_LOGIN")
				.withMessageContaining("io/westmoon/login/store/jdbc/schema-h2.sql")
				.satisfies((ex) -> assertThat(new UnusableTableFailureAnalyzer().analyze(ex).getAction())
					.contains("initialize-schema=always"));
			new ResourceDatabasePopulator(new ClassPathResource("schema-h2.sql", JdbcSessionStore.class))
				.execute(context.getBean(DataSource.class));
			use(open(context, "default"));
		});
	}

	@Test
	void withoutADataSourceTheErrorSaysWhatToSet() {
		this.withoutDatabase
			.run((context) -> assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
				.isThrownBy(() -> open(context, "default"))
				.withMessageContaining("westmoon.login.store.type")
				.withMessageContaining("spring.datasource"));
	}

	@Test
	void ofSeveralDataSourcesThePrimaryOneIsUsed() {
		this.runner.withBean("one", DataSource.class, JdbcDataSource::new)
			.withBean("two", DataSource.class, JdbcDataSource::new)
			.run((context) -> assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
				.isThrownBy(() -> open(context, "default"))
				.withMessageContaining("primary"));
		this.runner.withBean("one", DataSource.class, JdbcDataSource::new)
			.withBean("two", DataSource.class, WestmoonLoginJdbcAutoConfigurationTests::h2,
					(definition) -> definition.setPrimary(true))
			.run((context) -> {
				use(open(context, "default"));
				assertThat(rows(context.getBean(DataSource.class), "WESTMOON_LOGIN")).isEqualTo(1);
			});
	}

	private static DataSource h2() {
		JdbcDataSource database = new JdbcDataSource();
		database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		return database;
	}

	@Test
	void aDatabaseThatIsAwayDoesNotStopTheStart() {
		this.runner.withBean(DataSource.class, () -> new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/none"))
			.run((context) -> assertThat(open(context, "default")).isInstanceOf(JdbcSessionStore.class));
	}

	@Test
	void otherDatabasesGetTheTableIfItIsToBeCreatedAlways() {
		try (RealPostgres server = RealPostgres.start()) {
			DataSource database = new DriverManagerDataSource(server.url());
			this.runner.withBean(DataSource.class, () -> database).run((context) -> {
				assertThatExceptionOfType(UnusableTableException.class).isThrownBy(() -> open(context, "default"))
					.withMessageContaining("schema-postgresql.sql");
				this.settings.getJdbc().setInitializeSchema(SchemaInitialization.ALWAYS);
				use(open(context, "default"));
			});
			manyReplicasMayStartAtOnce(database);
		}
	}

	@Test
	void aMariaDbGetsTheTableToo() {
		try (RealMariaDb server = RealMariaDb.start()) {
			manyReplicasMayStartAtOnce(new DriverManagerDataSource(server.url()));
		}
	}

	private void manyReplicasMayStartAtOnce(DataSource database) {
		this.settings.getJdbc().setInitializeSchema(SchemaInitialization.ALWAYS);
		for (int round = 0; round < 5; round++) {
			JdbcClient.create(database).sql("drop table if exists WESTMOON_LOGIN").update();
			this.runner.withBean(DataSource.class, () -> database).run((context) -> {
				CountDownLatch begin = new CountDownLatch(1);
				List<CompletableFuture<Void>> replicas = new ArrayList<>();
				for (int i = 0; i < 8; i++) {
					replicas.add(CompletableFuture.runAsync(() -> {
						JdbcTables replica = new JdbcTables(context.getBeanProvider(DataSource.class));
						await(begin);
						replica.open(this.settings.getJdbc(), "westmoon.login.store").prepare().block(TIMEOUT);
					}));
				}
				begin.countDown();
				assertThat(replicas).allSatisfy((replica) -> assertThat(replica).succeedsWithin(TIMEOUT));
			});
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void aTransactionOfTheCallerIsLeftAlone() {
		this.runner.run((context) -> {
			DataSource database = context.getBean(DataSource.class);
			SessionStore store = open(context, "default");
			new TransactionTemplate(new DataSourceTransactionManager(database)).executeWithoutResult((status) -> {
				use(store);
				status.setRollbackOnly();
			});
			assertThat(store.load().block(TIMEOUT)).isNotNull();
		});
	}

	@Test
	void withoutTheLibraryThereIsNoProvider() {
		this.withoutDatabase.withClassLoader(new FilteredClassLoader(DataSourceScriptDatabaseInitializer.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(StoreProvider.class));
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("westmoon.login.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(StoreProvider.class));
	}

	private static long rows(DataSource database, String table) {
		return JdbcClient.create(database).sql("select count(*) from " + table).query(Long.class).single();
	}

	private static void use(SessionStore store) {
		WestmoonSession session = WestmoonSession.received("token", "", "Bearer", Duration.ofDays(7),
				Clock.systemUTC());
		assertThat(store.save(session).block(TIMEOUT)).isTrue();
		assertThat(store.load().block(TIMEOUT)).isEqualTo(session);
	}

	/**
	 * A store that the application opens before anything else.
	 */
	static class EarlyStore implements AutoCloseable {

		private final SessionStore store;

		EarlyStore(StoreProvider stores) {
			Store settings = new Store();
			settings.getJdbc().setInitializeSchema(SchemaInitialization.NEVER);
			this.store = stores.open("default", settings, "westmoon.login", ContentCipher.NONE);
		}

		@Override
		public void close() {
			this.store.close();
		}

	}

}
