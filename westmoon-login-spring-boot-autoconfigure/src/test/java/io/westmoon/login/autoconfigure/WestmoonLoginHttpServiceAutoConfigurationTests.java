package io.westmoon.login.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import io.westmoon.login.LoginListener;
import io.westmoon.login.SessionStoreFactory;
import io.westmoon.login.UnknownAccountException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.http.AllowedOrigins;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.http.WestmoonSession;
import io.westmoon.login.store.InMemorySessionStore;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.login.testsupport.CapturedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Which calls of HTTP services carry whose session.
 */
class WestmoonLoginHttpServiceAutoConfigurationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private volatile String sent;

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start().listener((call) -> {
		if (call.call() == Call.BUSINESS) {
			this.sent = call.headers().get("authorization");
		}
	});

	private final Map<String, InMemorySessionStore> stores = new ConcurrentHashMap<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
				ImperativeHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class,
				WebClientAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class,
				HttpServiceClientAutoConfiguration.class, ReactiveHttpServiceClientAutoConfiguration.class,
				WestmoonLoginAutoConfiguration.class, WestmoonLoginHttpServiceAutoConfiguration.class))
		.withBean(SessionStoreFactory.class,
				() -> (account) -> this.stores.computeIfAbsent(account, (name) -> new InMemorySessionStore()))
		.withPropertyValues("westmoon.login.base-url=" + this.server.url(), "westmoon.login.relogin.wait-timeout=5s",
				"westmoon.login.accounts.shop-b.display-name=Shop B",
				"spring.http.serviceclient.listed.base-url=" + this.server.url(),
				"spring.http.serviceclient.other.base-url=" + this.server.url());

	private final ApplicationContextRunner listed = this.runner
		.withPropertyValues("westmoon.login.http-service-groups.listed=shop-b");

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(classes = { OnWebClient.class, OnRestClient.class })
	void callsOfAGroupThatHasAnAccountCarryItsSessionUnlessTheySayOtherwise(Class<?> application) {
		String session = logIn("default");
		String sessionOfShopB = logIn("shop-b");
		this.listed.withUserConfiguration(application).run((context) -> {
			SomeApi some = client(context, "listed", SomeApi.class);
			assertThat(sentBy(some::plain)).isEqualTo(sessionOfShopB);
			assertThat(sentBy(some::annotated)).isEqualTo(sessionOfShopB);
			assertThat(sentBy(some::ofDefault)).isEqualTo(session);
			AllApi all = client(context, "listed", AllApi.class);
			assertThat(sentBy(all::ofType)).isEqualTo(session);
			assertThat(sentBy(all::ofMethod)).isEqualTo(sessionOfShopB);
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { OnWebClient.class, OnRestClient.class })
	void inOtherGroupsOnlyTheCallsThatSayItDo(Class<?> application) {
		String session = logIn("default");
		String sessionOfShopB = logIn("shop-b");
		this.runner.withUserConfiguration(application).run((context) -> {
			SomeApi some = client(context, "other", SomeApi.class);
			assertThat(sentBy(some::plain)).isNull();
			assertThat(sentBy(some::annotated)).isEqualTo(session);
			assertThat(sentBy(some::inherited)).isNull();
			AllApi all = client(context, "other", AllApi.class);
			assertThat(sentBy(all::ofType)).isEqualTo(session);
			assertThat(sentBy(all::ofMethod)).isEqualTo(session);
			assertThat(sentBy(all::ofShopB)).isEqualTo(sessionOfShopB);
			assertThatExceptionOfType(UnknownAccountException.class).isThrownBy(all::ofShopC)
				.withMessageContaining("shop-c");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { OnWebClient.class, OnRestClient.class })
	void anOptionalSessionAsksNoPerson(Class<?> application) {
		this.runner.withUserConfiguration(application).run((context) -> {
			SomeApi some = client(context, "other", SomeApi.class);
			assertThat(sentBy(some::optional)).isNull();
			String session = logIn("default");
			assertThat(sentBy(some::annotated)).isEqualTo(session);
			this.server.revoke();
			assertThat(sentBy(some::optional)).isEqualTo(session);
			assertThat(this.server.codes()).isZero();
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { OnWebClient.class, OnRestClient.class })
	void aCallThatMustNotBeReplayedIsNot(Class<?> application) {
		String session = logIn("default");
		this.server.revoke();
		this.runner.withUserConfiguration(application).run((context) -> {
			assertThat(sentBy(client(context, "other", SomeApi.class)::once)).isEqualTo(session);
			assertThat(this.server.businessCalls()).isEqualTo(1);
			this.server.awaitCode(TIMEOUT);
		});
	}

	@Test
	void aFilterAndAnInterceptorOfTheApplicationServeTheDefaultAccountOnly() {
		String sessionOfShopB = logIn("shop-b");
		logIn("default");
		ApplicationContextRunner own = this.runner.withUserConfiguration(OwnFilter.class);
		Stream.of(OnWebClient.class, OnRestClient.class)
			.forEach((application) -> own.withUserConfiguration(application).run((context) -> {
				AllApi all = client(context, "other", AllApi.class);
				assertThat(sentBy(all::ofType)).isNull();
				assertThat(sentBy(all::ofShopB)).isEqualTo(sessionOfShopB);
			}));
	}

	@Test
	void withoutADefaultAccountAnAnnotationMustNameOne() {
		this.runner.withUserConfiguration(OnRestClient.class)
			.withPropertyValues("westmoon.login.default-account=false",
					"westmoon.login.accounts.shop-c.display-name=Shop C")
			.run((context) -> assertThatIllegalStateException()
				.isThrownBy(client(context, "other", SomeApi.class)::annotated)
				.withMessageContaining("@WestmoonSession(account"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					lisetd | shop-b | There is no group of HTTP services 'lisetd'. The groups are: listed, other. Groups are declared with @ImportHttpServices.
					listed | shop-c | There is no such account. The accounts are: default, shop-b.
					listed | ''     | It must be the name of an account, such as default.""")
	void aNameThatDoesNotExistStopsTheStart(String group, String account, String reason) {
		this.runner.withUserConfiguration(OnWebClient.class)
			.withPropertyValues("westmoon.login.http-service-groups." + group + "=" + account)
			.run((context) -> {
				InvalidConfigurationPropertyValueException problem = problem(context.getStartupFailure());
				assertThat(problem.getName()).isEqualTo("westmoon.login.http-service-groups." + group);
				assertThat(problem.getReason()).isEqualTo(reason);
			});
	}

	@Test
	void whereThereAreNoGroupsAWarningIsEnough() {
		try (CapturedLog log = CapturedLog.open()) {
			this.listed.run((context) -> assertThat(context).hasNotFailed());
			assertThat(log.lines()).anySatisfy((line) -> {
				assertThat(line.level()).isEqualTo(Level.WARN);
				assertThat(line.message()).startsWith("westmoon.login.http-service-groups has no effect");
			});
		}
	}

	@Test
	void anInheritedMethodCannotBelongToTwoAccounts() {
		this.runner.withUserConfiguration(Ambiguous.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("AnnotatedSubtype")
				.hasMessageContaining("SomeApi")
				.hasMessageContaining("Base.inherited")
				.hasMessageContaining("groups of their own"));
	}

	@Test
	void aListenerOfTheLoginCanUseAnHttpService() {
		this.listed.withUserConfiguration(OnRestClient.class, Listening.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void applicationsWithoutALoginKeepTheirHttpServices() {
		this.listed.withUserConfiguration(OnRestClient.class)
			.withPropertyValues("westmoon.login.enabled=false")
			.run((context) -> assertThat(sentBy(client(context, "listed", SomeApi.class)::annotated)).isNull());
	}

	private static InvalidConfigurationPropertyValueException problem(Throwable failure) {
		return (InvalidConfigurationPropertyValueException) NestedExceptionUtils.getMostSpecificCause(failure);
	}

	private static <T> T client(ApplicationContext context, String group, Class<T> type) {
		return context.getBean(HttpServiceProxyRegistry.class).getClient(group, type);
	}

	private String logIn(String account) {
		io.westmoon.login.WestmoonSession session = io.westmoon.login.WestmoonSession
			.received(this.server.issueSession(), "", "Bearer", Duration.ofDays(1), Clock.systemUTC());
		this.stores.computeIfAbsent(account, (name) -> new InMemorySessionStore()).save(session).block(TIMEOUT);
		return session.authorization();
	}

	/**
	 * Returns the {@code Authorization} header of a call, whatever the answer was.
	 */
	private String sentBy(Supplier<String> call) {
		this.sent = "nothing was sent";
		try {
			assertThat(call.get()).contains("\"code\":0");
		}
		catch (HttpClientErrorException.Unauthorized | WebClientResponseException.Unauthorized ex) {
			assertThat(ex).hasMessageContaining("401");
		}
		return this.sent;
	}

	@HttpExchange("/api")
	interface Base {

		@GetExchange("/products")
		String inherited();

	}

	@HttpExchange("/api")
	interface SomeApi extends Base {

		@GetExchange("/products")
		String plain();

		@GetExchange("/products")
		@WestmoonSession
		String annotated();

		@GetExchange("/products")
		@WestmoonSession(account = "default")
		String ofDefault();

		@GetExchange("/products")
		@WestmoonSession(optional = true)
		String optional();

		@GetExchange("/products")
		@WestmoonSession(replay = false)
		String once();

	}

	@HttpExchange("/api")
	@WestmoonSession(account = "default")
	interface AllApi {

		@GetExchange("/products")
		String ofType();

		@GetExchange("/products")
		@WestmoonSession
		String ofMethod();

		@GetExchange("/products")
		@WestmoonSession(account = "shop-b")
		String ofShopB();

		@GetExchange("/products")
		@WestmoonSession(account = "shop-c")
		String ofShopC();

	}

	@WestmoonSession
	interface AnnotatedSubtype extends Base {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "listed", types = { SomeApi.class, AllApi.class }, clientType = ClientType.WEB_CLIENT)
	@ImportHttpServices(group = "other", types = { SomeApi.class, AllApi.class }, clientType = ClientType.WEB_CLIENT)
	static class OnWebClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "listed", types = { SomeApi.class, AllApi.class }, clientType = ClientType.REST_CLIENT)
	@ImportHttpServices(group = "other", types = { SomeApi.class, AllApi.class }, clientType = ClientType.REST_CLIENT)
	static class OnRestClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "other", types = { SomeApi.class, AnnotatedSubtype.class })
	static class Ambiguous {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFilter {

		@Bean
		WestmoonBearerTokenFilter filter(WestmoonAuthClient client) {
			return new WestmoonBearerTokenFilter(client, AllowedOrigins.of(List.of("https://elsewhere.example.com")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listening {

		@Bean
		LoginListener listener(HttpServiceProxyRegistry services) {
			SomeApi api = services.getClient("other", SomeApi.class);
			return (event) -> api.plain();
		}

	}

}
