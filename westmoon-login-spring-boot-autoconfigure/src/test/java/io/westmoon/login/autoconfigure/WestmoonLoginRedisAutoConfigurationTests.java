package io.westmoon.login.autoconfigure;

import java.time.Duration;
import java.time.Clock;

import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.redis.RedisSessionStore;
import io.westmoon.login.testsupport.RealRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

class WestmoonLoginRedisAutoConfigurationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static RealRedis redis;

	private final ApplicationContextRunner withoutRedis = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class,
				WestmoonLoginRedisAutoConfiguration.class, WestmoonLoginAutoConfiguration.class))
		.withPropertyValues("westmoon.login.store.type=redis");

	private final ApplicationContextRunner runner = this.withoutRedis
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class));

	@BeforeAll
	static void start() {
		redis = RealRedis.start();
	}

	@AfterAll
	static void stop() {
		redis.close();
	}

	@Test
	void theApplicationsConnectionIsUsed() {
		this.runner
			.withPropertyValues("spring.data.redis.port=" + redis.port(), "westmoon.login.store.key-prefix=shop:")
			.run((context) -> {
				save(context.getBean(SessionStore.class));
				assertThat(redis.template().hasKey("shop:{default}:session")).isTrue();
			});
	}

	@Test
	void aConnectionOfItsOwnLeavesTheApplicationsAlone() {
		this.runner
			.withPropertyValues("spring.data.redis.port=1", "westmoon.login.store.key-prefix=own:",
					"westmoon.login.store.redis.url=redis://127.0.0.1:" + redis.port())
			.run((context) -> {
				assertThat(context).hasSingleBean(ReactiveRedisConnectionFactory.class);
				save(context.getBean(SessionStore.class));
				assertThat(redis.template().hasKey("own:{default}:session")).isTrue();
			});
	}

	@Test
	void withoutAConnectionTheStartFailsAndSaysWhatToSet() {
		this.withoutRedis.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(InvalidConfigurationPropertyValueException.class)
			.hasMessageContaining("westmoon.login.store.redis.url"));
	}

	@Test
	void withoutTheLibraryTheStartFailsAndNamesIt() {
		this.withoutRedis.withClassLoader(new FilteredClassLoader(ReactiveRedisConnectionFactory.class))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("spring-boot-starter-data-redis"));
	}

	@Test
	void aUrlThatIsNoneIsNotQuoted() {
		this.withoutRedis.withPropertyValues("westmoon.login.store.redis.url=http://user:secret-password@localhost")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(SecretPropertyException.class)
				.hasMessageContaining("westmoon.login.store.redis.url")
				.hasMessageNotContaining("secret-password"));
	}

	@Test
	void anotherTypeOfStoreNeedsNoRedis() {
		this.runner.withPropertyValues("westmoon.login.store.type=memory")
			.run((context) -> assertThat(context).hasSingleBean(SessionStore.class)
				.doesNotHaveBean(RedisSessionStore.class));
	}

	private static void save(SessionStore store) {
		assertThat(store).isInstanceOf(RedisSessionStore.class);
		WestmoonSession session = WestmoonSession.received("token", "", "Bearer", Duration.ofDays(7),
				Clock.systemUTC());
		assertThat(store.save(session).block(TIMEOUT)).isTrue();
	}

}
