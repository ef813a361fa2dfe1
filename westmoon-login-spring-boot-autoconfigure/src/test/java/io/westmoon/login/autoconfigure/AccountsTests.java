package io.westmoon.login.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreFactory;
import io.westmoon.login.UnknownAccountException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonAuthClients;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.http.WestmoonBearerTokenFilters;
import io.westmoon.login.http.WestmoonBearerTokenInterceptor;
import io.westmoon.login.store.InMemorySessionStore;
import io.westmoon.login.store.file.SessionStoreUnavailableException;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Several accounts in one application.
 */
class AccountsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private volatile String sent;

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start().listener((call) -> {
		if (call.call() == Call.BUSINESS) {
			this.sent = call.headers().get("authorization");
		}
	});

	@TempDir
	private Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(WebClientAutoConfiguration.class, WestmoonLoginAutoConfiguration.class))
		.withPropertyValues("westmoon.login.store.type=memory", "westmoon.login.base-url=" + this.server.url(),
				"westmoon.login.polling.interval=20ms");

	private final ApplicationContextRunner twoShops = this.runner.withPropertyValues(
			"westmoon.login.accounts.shop-a.relogin.max-codes=7", "westmoon.login.accounts.shop-b.relogin.max-codes=8");

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void anAccountIsFoundByItsName() {
		this.twoShops.run((context) -> {
			WestmoonAuthClients clients = context.getBean(WestmoonAuthClients.class);
			assertThat(clients.names()).containsExactly("default", "shop-a", "shop-b");
			assertThat(clients.get("shop-b").account()).isEqualTo("shop-b");
			assertThat(clients.get("default")).isSameAs(context.getBean(WestmoonAuthClient.class));
			assertThat(clients).extracting(WestmoonAuthClient::account).containsExactly("default", "shop-a", "shop-b");
			assertThatExceptionOfType(UnknownAccountException.class).isThrownBy(() -> clients.get("shop-c"))
				.withMessageContaining("'shop-c'")
				.withMessageContaining("default, shop-a, shop-b")
				.withMessageContaining("westmoon.login.accounts.shop-c");
		});
	}

	@Test
	void anAccountOverridesWhatIsSetForAllButForItsUserAndDirectory() {
		this.runner.withPropertyValues("westmoon.login.allowed-origins=https://a.example,https://b.example",
				"westmoon.login.expected-user-id=1", "westmoon.login.relogin.max-codes=5",
				"westmoon.login.store.directory=/logins", "westmoon.login.headers.x-one=1",
				"westmoon.login.accounts.shop_a.allowed-origins=https://c.example",
				"westmoon.login.accounts.shop_a.headers.x-two=2", "westmoon.login.accounts.shop-b.relogin.max-codes=8",
				"westmoon.login.accounts.shop-b.expected-user-id=2",
				"westmoon.login.accounts.shop-b.store.directory=/shop-b")
			.run((context) -> {
				AccountSettings settings = new AccountSettings(context.getEnvironment());
				WestmoonAccountProperties a = settings.of("shop_a");
				assertThat(a.getAllowedOrigins()).containsExactly("https://c.example");
				assertThat(a.getExpectedUserId()).isNull();
				assertThat(a.getRelogin().getMaxCodes()).isEqualTo(5);
				assertThat(a.getStore().getDirectory()).isEqualTo("/logins/accounts/shop_a");
				assertThat(a.getHeaders()).containsOnly(Map.entry("x-one", "1"), Map.entry("x-two", "2"));
				WestmoonAccountProperties b = settings.of("shop-b");
				assertThat(b.getAllowedOrigins()).hasSize(2);
				assertThat(b.getExpectedUserId()).isEqualTo("2");
				assertThat(b.getRelogin().getMaxCodes()).isEqualTo(8);
				assertThat(b.getStore().getDirectory()).isEqualTo("/shop-b");
				assertThat(AccountSettings.names(context.getEnvironment())).containsExactlyInAnyOrder("shop_a",
						"shop-b");
			});
	}

	@Test
	void aQualifierNamesTheAccountAndWithoutOneItIsTheDefault() {
		this.twoShops.withUserConfiguration(Shops.class).run((context) -> {
			assertThat(context).hasNotFailed();
			Injected injected = context.getBean(Injected.class);
			assertThat(injected.client().account()).isEqualTo("default");
			assertThat(injected.shopB().account()).isEqualTo("shop-b");
			assertThat(injected.shopB()).isSameAs(context.getBean(WestmoonAuthClients.class).get("shop-b"));
			assertThat(injected.filter()).isNotSameAs(injected.filterOfShopB());
			assertThat(injected.interceptor()).isNotSameAs(injected.interceptorOfShopB());
		});
	}

	@Test
	void theOnlyAccountNeedsNoQualifier() {
		this.runner
			.withPropertyValues("westmoon.login.default-account=false",
					"westmoon.login.accounts.shop-a.relogin.max-codes=7")
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(SessionStore.class);
				assertThat(context.getBean(WestmoonAuthClient.class).account()).isEqualTo("shop-a");
				assertThat(context).hasSingleBean(WestmoonBearerTokenFilter.class);
				assertThat(context).hasSingleBean(WestmoonBearerTokenInterceptor.class);
				assertThat(context.getBean(WestmoonAuthClients.class).names()).containsExactly("shop-a");
			});
	}

	@Test
	void withoutADefaultNobodyGuessesWhichAccountIsMeant() {
		this.twoShops.withPropertyValues("westmoon.login.default-account=false")
			.run((context) -> assertThatExceptionOfType(NoUniqueBeanDefinitionException.class)
				.isThrownBy(() -> context.getBean(WestmoonAuthClient.class))
				.withMessageContaining("shop-a")
				.withMessageContaining("shop-b"));
	}

	@Test
	void aCallCarriesTheSessionOfItsAccount() {
		this.twoShops.run((context) -> {
			WestmoonAuthClients clients = context.getBean(WestmoonAuthClients.class);
			Map<String, WestmoonSession> sessions = Map.of("default", login(clients, "default"), "shop-a",
					login(clients, "shop-a"), "shop-b", login(clients, "shop-b"));
			WestmoonBearerTokenFilters filters = context.getBean(WestmoonBearerTokenFilters.class);
			WebClient ofDefault = web(context.getBean(WestmoonBearerTokenFilter.class));
			WebClient ofShopB = web(filters.forAccount("shop-b"));
			assertThat(sent(ofDefault, null)).isEqualTo(sessions.get("default").authorization());
			assertThat(sent(ofDefault, "shop-a")).isEqualTo(sessions.get("shop-a").authorization());
			assertThat(sent(ofShopB, null)).isEqualTo(sessions.get("shop-b").authorization());
			assertThat(sent(ofShopB, "default")).isEqualTo(sessions.get("default").authorization());
			WestmoonBearerTokenInterceptor interceptor = context.getBean(WestmoonBearerTokenInterceptor.class);
			assertThat(sent(interceptor)).isEqualTo(sessions.get("default").authorization());
			assertThat(sent(filters.interceptorForAccount("shop-b"))).isEqualTo(sessions.get("shop-b").authorization());
			assertThat(sessions.values()).extracting(WestmoonSession::accessToken).doesNotHaveDuplicates();
			assertThatExceptionOfType(UnknownAccountException.class).isThrownBy(() -> sent(ofDefault, "shop-c"))
				.withMessageContaining("default, shop-a, shop-b");
			assertThatExceptionOfType(UnknownAccountException.class).isThrownBy(() -> filters.forAccount("shop-c"));
		});
	}

	@Test
	void anAccountThatWaitsForAPersonHoldsUpNobodyElse() {
		this.twoShops.run((context) -> {
			WestmoonAuthClients clients = context.getBean(WestmoonAuthClients.class);
			clients.get("shop-a").session().subscribe();
			this.server.awaitCode(TIMEOUT);
			this.server.autoConfirm(true);
			assertThat(clients.get("shop-b").session().block(TIMEOUT)).isNotNull();
		});
	}

	@Test
	void anAccountCanComeAndGoWhileTheApplicationRuns() {
		this.runner.run((context) -> {
			WestmoonAuthClients clients = context.getBean(WestmoonAuthClients.class);
			WestmoonAuthClient shop = clients.register("shop-9",
					Map.of("relogin.wait-timeout", "0s", "expected-user-id", "9"));
			assertThat(clients.get("shop-9")).isSameAs(shop);
			assertThat(clients.names()).containsExactly("default", "shop-9");
			WebClient web = web(context.getBean(WestmoonBearerTokenFilters.class).forAccount("shop-9"));
			assertThatIllegalStateException().isThrownBy(() -> clients.register("shop-9", Map.of()))
				.withMessageContaining("'shop-9'");
			assertThat(clients.remove("shop-9")).isTrue();
			assertThat(clients.remove("shop-9")).isFalse();
			assertThat(clients.names()).containsExactly("default");
			assertThatExceptionOfType(UnknownAccountException.class).isThrownBy(() -> sent(web, null));
			WestmoonSession session = login(clients, clients.register("shop-9", Map.of()).account());
			assertThat(sent(web, null)).isEqualTo(session.authorization());
		});
	}

	@Test
	void whatCannotBeOpenedIsAnArgumentThatCannotBeUsed() {
		this.runner.run((context) -> {
			WestmoonAuthClients clients = context.getBean(WestmoonAuthClients.class);
			assertThatIllegalArgumentException()
				.isThrownBy(() -> clients.register("shop-9", Map.of("store.type", "redis")))
				.withMessageContaining("westmoon.login.accounts.shop-9.store.type");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> clients.register("shop-9", Map.of("store.encryption.keys", "s3cr3t")))
				.withMessageNotContaining("s3cr3t");
			assertThat(clients.names()).containsExactly("default");
		});
	}

	@Test
	void aPlatformThatNobodyUsesAnyMoreIsForgotten() {
		this.runner.run((context) -> {
			WestmoonAuthClients clients = context.getBean(WestmoonAuthClients.class);
			Accounts accounts = context.getBean(Accounts.class);
			clients.register("shop-8", Map.of("client-id", "other"));
			clients.register("shop-9", Map.of("client-id", "other"));
			clients.register("shop-7", Map.of());
			WestmoonPlatform other = accounts.opened().get("shop-9").platform();
			assertThat(accounts.opened().get("shop-8").platform()).isSameAs(other);
			Platforms platforms = context.getBean(Platforms.class);
			clients.remove("shop-8");
			assertThat(platforms.built(other)).isTrue();
			clients.remove("shop-9");
			clients.remove("shop-7");
			assertThat(platforms.built(other)).isFalse();
			assertThat(platforms.built(context.getBean(WestmoonPlatform.class))).isTrue();
		});
	}

	@Test
	void theDefaultAccountIsNeitherAddedNorRemoved() {
		this.runner.run((context) -> {
			WestmoonAuthClients clients = context.getBean(WestmoonAuthClients.class);
			assertThatIllegalStateException().isThrownBy(() -> clients.register("default", Map.of()));
			assertThatIllegalStateException().isThrownBy(() -> clients.remove("default"))
				.withMessageContaining("'default'");
		});
	}

	@Test
	void anAccountThatComesWhenTheApplicationEndsIsRefused() {
		WestmoonAuthClients[] clients = new WestmoonAuthClients[1];
		this.runner.run((context) -> clients[0] = context.getBean(WestmoonAuthClients.class));
		assertThatIllegalStateException().isThrownBy(() -> clients[0].register("shop-9", Map.of()));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "relogin.max-cods | 3", "relogin.max-codes | 0",
			"relogin.wait-timeout | s3cr3t", "base-url | https://user:s3cr3t@api.example.com" })
	void aSettingThatCannotBeUsedIsRefusedWithoutShowingIt(String name, String value) {
		this.runner.run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> context.getBean(WestmoonAuthClients.class).register("shop-9", Map.of(name, value)))
			.withMessageContaining("'shop-9'")
			.withMessageContaining(name)
			.withMessageNotContaining("s3cr3t")
			.withNoCause());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "..", "a.b", ".hidden", "a/b", "a}b", "a b", "shöp" })
	void aNameThatCouldBecomeAnotherPlaceIsRefused(String name) {
		this.runner.run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> context.getBean(WestmoonAuthClients.class).register(name, Map.of())));
	}

	@ParameterizedTest
	@ValueSource(strings = { "店铺", "店铺A", "shop a", "[店铺]", "shop/a", "shöp" })
	void aConfiguredNameIsNotShortenedToAnother(String name) {
		this.runner
			.withInitializer((context) -> TestPropertyValues
				.of(Map.of("westmoon.login.accounts." + name + ".relogin.max-codes", "7"))
				.applyTo(context))
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("'" + name.replaceAll("[\\[\\]]", "") + "'")
				.hasStackTraceContaining("display-name"));
	}

	@Test
	void theDefaultAccountHasNoSettingsOfItsOwn() {
		this.runner.withPropertyValues("westmoon.login.accounts.default.relogin.max-codes=7")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("westmoon.login.accounts"));
	}

	@Test
	void anAccountOfAClientOfTheApplicationCannotBeConfiguredToo() {
		this.twoShops.withUserConfiguration(OwnShop.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(ConflictingBeansException.class)
				.hasMessageContaining("'ownShop'")
				.hasMessageContaining("westmoon.login.accounts.shop-b"));
	}

	@Test
	void accountsHaveDirectoriesOfTheirOwnAndTheDefaultStays() {
		this.twoShops
			.withPropertyValues("westmoon.login.store.type=file", "westmoon.login.store.directory=" + this.directory)
			.run((context) -> {
				WestmoonAuthClients clients = context.getBean(WestmoonAuthClients.class);
				for (String account : clients.names()) {
					login(clients, account);
				}
				assertThat(this.directory.resolve("tokens.json")).exists();
				assertThat(this.directory.resolve("accounts/shop-a/tokens.json")).exists();
				assertThat(Files.readString(this.directory.resolve("accounts/shop-b/tokens.json")))
					.contains(clients.get("shop-b").currentSession().accessToken())
					.doesNotContain(clients.get("shop-a").currentSession().accessToken());
			});
	}

	@Test
	void twoAccountsInOneDirectoryDoNotStart() {
		this.twoShops
			.withPropertyValues("westmoon.login.store.type=file", "westmoon.login.store.directory=" + this.directory,
					"westmoon.login.accounts.shop-b.store.directory=" + this.directory.resolve("accounts/shop-a"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(SessionStoreUnavailableException.class)
				.hasMessageContaining("'shop-a'")
				.hasMessageContaining("'shop-b'"));
	}

	@Test
	void aLinkDoesNotHideThatTwoAccountsAreInOneDirectory() throws Exception {
		Path link = Files.createSymbolicLink(this.directory.resolve("link"),
				Files.createDirectory(this.directory.resolve("place"),
						PosixFilePermissions.asFileAttribute(Set.of(OWNER_READ, OWNER_WRITE, OWNER_EXECUTE))));
		this.twoShops
			.withPropertyValues("westmoon.login.store.type=file",
					"westmoon.login.store.directory=" + this.directory.resolve("logins"),
					"westmoon.login.accounts.shop-a.store.directory=" + link,
					"westmoon.login.accounts.shop-b.store.directory=" + this.directory.resolve("place/../place"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(SessionStoreUnavailableException.class)
				.hasMessageContaining("'shop-a'"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void filesAreEncryptedIfThatIsWanted(boolean files) {
		this.twoShops
			.withPropertyValues("westmoon.login.store.type=file", "westmoon.login.store.directory=" + this.directory,
					"westmoon.login.store.encryption.keys=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
					"westmoon.login.store.encryption.files=" + files)
			.run((context) -> {
				WestmoonSession session = login(context.getBean(WestmoonAuthClients.class), "shop-b");
				String content = Files.readString(this.directory.resolve("accounts/shop-b/tokens.json"),
						StandardCharsets.ISO_8859_1);
				assertThat(content.contains(session.accessToken())).isNotEqualTo(files);
			});
	}

	@Test
	void aFactoryOfTheApplicationKeepsAllAccounts() {
		Map<String, SessionStore> stores = new ConcurrentHashMap<>();
		SessionStoreFactory factory = (account) -> stores.computeIfAbsent(account,
				(named) -> new InMemorySessionStore());
		this.twoShops.withBean(SessionStoreFactory.class, () -> factory).run((context) -> {
			assertThat(stores).containsOnlyKeys("default", "shop-a", "shop-b");
			WestmoonSession session = login(context.getBean(WestmoonAuthClients.class), "shop-b");
			assertThat(stores.get("shop-b").load().block(TIMEOUT).accessToken()).isEqualTo(session.accessToken());
			assertThat(stores.get("default").load().blockOptional(TIMEOUT)).isEmpty();
		});
	}

	private WestmoonSession login(WestmoonAuthClients clients, String account) {
		this.server.autoConfirm(true);
		return clients.get(account).login().block(TIMEOUT);
	}

	private WebClient web(WestmoonBearerTokenFilter filter) {
		return WebClient.builder().baseUrl(this.server.url()).filter(filter).build();
	}

	/**
	 * Returns the header that arrives.
	 */
	private String sent(WebClient web, String account) {
		web.get()
			.uri("/api/products?keyword=")
			.attributes((account != null) ? WestmoonBearerTokenFilter.account(account) : (none) -> {
			})
			.retrieve()
			.toBodilessEntity()
			.block(TIMEOUT);
		return this.sent;
	}

	private String sent(WestmoonBearerTokenInterceptor interceptor) {
		RestClient.builder()
			.baseUrl(this.server.url())
			.requestInterceptor(interceptor)
			.build()
			.get()
			.uri("/api/products?keyword=")
			.retrieve()
			.toBodilessEntity();
		return this.sent;
	}

	private record Injected(WestmoonAuthClient client, WestmoonAuthClient shopB, WestmoonBearerTokenFilter filter,
			WestmoonBearerTokenFilter filterOfShopB, WestmoonBearerTokenInterceptor interceptor,
			WestmoonBearerTokenInterceptor interceptorOfShopB) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Shops {

		@Bean
		Injected injected(WestmoonAuthClient client, @Qualifier("shop-b") WestmoonAuthClient shopB,
				WestmoonBearerTokenFilter filter, @Qualifier("shop-b") WestmoonBearerTokenFilter filterOfShopB,
				WestmoonBearerTokenInterceptor interceptor,
				@Qualifier("shop-b") WestmoonBearerTokenInterceptor interceptorOfShopB) {
			return new Injected(client, shopB, filter, filterOfShopB, interceptor, interceptorOfShopB);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnShop {

		@Bean(defaultCandidate = false)
		WestmoonAuthClient ownShop(WestmoonPlatform platform) {
			return DefaultWestmoonAuthClient.builder()
				.account("shop-b")
				.platform(platform)
				.store(new InMemorySessionStore())
				.clock(Clock.systemUTC())
				.build();
		}

	}

}
