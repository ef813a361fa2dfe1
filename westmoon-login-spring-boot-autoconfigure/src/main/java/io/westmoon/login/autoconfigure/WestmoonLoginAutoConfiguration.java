package io.westmoon.login.autoconfigure;

import io.westmoon.login.LoginInstrumentation;
import io.westmoon.login.LoginListener;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreFactory;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonAuthClients;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.http.LoginRequiredExceptionHandler;
import io.westmoon.login.http.RefusalDetector;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.http.WestmoonBearerTokenFilters;
import io.westmoon.login.http.WestmoonBearerTokenInterceptor;
import io.westmoon.login.http.WestmoonWebClients;
import io.westmoon.login.notify.LoggingNotifier;
import io.westmoon.login.notify.NotificationChannel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Auto-configuration of the session keeper and of the filter and clients that use it.
 */
@AutoConfiguration(after = WebClientAutoConfiguration.class)
@ConditionalOnClass(WebClient.class)
@ConditionalOnBooleanProperty(name = "westmoon.login.enabled", matchIfMissing = true)
@EnableConfigurationProperties(WestmoonLoginProperties.class)
@Import(AccountBeans.class)
@ImportRuntimeHints({ WestmoonLoginRuntimeHints.class, NotifyRuntimeHints.class })
public final class WestmoonLoginAutoConfiguration {

	private static final String DEFAULT_ACCOUNT = "westmoon.login.default-account";

	private final WestmoonLoginProperties properties;

	WestmoonLoginAutoConfiguration(WestmoonLoginProperties properties) {
		PropertiesValidator checks = new PropertiesValidator("westmoon.login");
		checks.check(properties);
		checks.check(properties.getHttpServiceGroups());
		checks.check(properties.getHealth());
		checks.check(properties.getPage(), properties.isAllowInsecureHttp());
		this.properties = properties;
	}

	@Bean
	static SessionRedirectGuardPostProcessor westmoonSessionRedirectGuard() {
		return new SessionRedirectGuardPostProcessor();
	}

	@Bean
	Platforms westmoonPlatforms(ConfigurableListableBeanFactory beans) {
		return new Platforms(beans);
	}

	@Bean
	@ConditionalOnMissingBean
	WestmoonPlatform westmoonPlatform(Platforms platforms) {
		return platforms.of(this.properties);
	}

	@Bean
	StoreProvider westmoonFileStores() {
		return StoreProvider.file();
	}

	@Bean
	StoreProvider westmoonMemoryStores() {
		return StoreProvider.memory();
	}

	@Bean
	AccountFactory westmoonAccountFactory(ObjectProvider<StoreProvider> providers,
			ObjectProvider<SessionStoreFactory> stores, ObjectProvider<LoginListener> listeners,
			ObjectProvider<RefusalDetector> refusals, Notifiers notifiers, ApplicationContext context) {
		return new AccountFactory(this.properties, providers, stores, listeners, refusals, notifiers, context);
	}

	@Bean(destroyMethod = "close")
	Notifiers westmoonLoginNotifications(ConfigurableListableBeanFactory beans, ObjectProvider<MailChannelFactory> mail,
			ObjectProvider<NotificationChannel> channels, ObjectProvider<WestmoonAuthClients> accounts,
			ObjectProvider<LoginInstrumentation> instrumentations, Environment environment) {
		return new Notifiers(this.properties, new NotifyWebClients(beans), mail, channels, accounts::getObject,
				instrumentations, environment);
	}

	/**
	 * The default account's.
	 */
	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = DEFAULT_ACCOUNT, matchIfMissing = true)
	SessionStore westmoonSessionStore(AccountFactory factory) {
		return factory.store(WestmoonAuthClient.DEFAULT_ACCOUNT, this.properties, "westmoon.login");
	}

	@Bean
	@ConditionalOnMissingBean
	LoggingNotifier westmoonLoggingNotifier() {
		return new LoggingNotifier();
	}

	/**
	 * Lets {@code @EventListener} methods hear what listeners hear.
	 */
	@Bean
	@ConditionalOnMissingBean(name = "westmoonLoginEventPublisher")
	LoginListener westmoonLoginEventPublisher(ApplicationContext context) {
		return new LoginEventPublisher(context);
	}

	@Bean
	@ConditionalOnMissingBean
	WestmoonLoginStartupReport westmoonLoginStartupReport(Accounts accounts, ObjectProvider<WestmoonAuthClient> client,
			ObjectProvider<SessionStore> store, Notifiers notifications) {
		return new WestmoonLoginStartupReport(accounts, client, store, notifications, this.properties);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = DEFAULT_ACCOUNT, matchIfMissing = true)
	WestmoonAuthClient westmoonAuthClient(WestmoonPlatform platform, SessionStore store, AccountFactory factory) {
		return factory.client(WestmoonAuthClient.DEFAULT_ACCOUNT, this.properties, platform, store);
	}

	@Bean(name = AccountBeans.CLIENTS, destroyMethod = "close")
	Accounts westmoonAuthClients(AccountFactory factory, Platforms platforms, WestmoonPlatform platform,
			ClientBeans beans, Environment environment) {
		Accounts accounts = new Accounts(factory, new AccountSettings(environment), platforms, platform, beans);
		accounts.open(this.properties.getAccounts().keySet());
		return accounts;
	}

	@Bean
	WestmoonBearerTokenFilters westmoonBearerTokenFilters(Accounts accounts,
			ObjectProvider<WestmoonAuthClient> client) {
		client.ifUnique((own) -> addFilter(accounts, own));
		return accounts.filters();
	}

	private void addFilter(Accounts accounts, WestmoonAuthClient client) {
		String name = client.account();
		if (name != null && !accounts.opened().containsKey(name)) {
			accounts.addFilter(name, client, this.properties);
		}
	}

	@Bean
	static RebindReporter westmoonLoginRebindReporter() {
		return new RebindReporter();
	}

	@Bean
	ClientBeans westmoonLoginClientBeans(ConfigurableListableBeanFactory beans) {
		return new ClientBeans(beans, this.properties.getAccounts().keySet());
	}

	@Bean
	SmartInitializingSingleton westmoonLoginPreparation(Platforms platforms, ClientBeans clients, Accounts accounts) {
		return () -> {
			platforms.prepare();
			clients.clients().values().forEach((client) -> addFilter(accounts, client));
		};
	}

	/**
	 * Polls a code that somebody may scan though no call has come yet. Not earlier: the
	 * login calls need beans.
	 */
	@Bean
	ApplicationListener<ApplicationStartedEvent> westmoonLoginResumption(ApplicationContext context, Accounts accounts,
			ObjectProvider<WestmoonAuthClient> client, ObjectProvider<SessionStore> store) {
		return (event) -> {
			if (event.getApplicationContext() == context) {
				SessionStore own = store.getIfAvailable();
				accounts.resumeLogins((own != null) ? client.getIfUnique() : null, own);
			}
		};
	}

	/**
	 * Ends logins as soon as the context closes, while connections still work: a poll
	 * under way may carry the only copy of a session. A context that is only stopped may
	 * be started again, so its clients stay open.
	 */
	@Bean
	ApplicationListener<ContextClosedEvent> westmoonLoginShutdown(ApplicationContext context, Accounts accounts) {
		return (event) -> {
			if (event.getApplicationContext() == context) {
				accounts.close();
			}
		};
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = DEFAULT_ACCOUNT, matchIfMissing = true)
	WestmoonBearerTokenFilter westmoonBearerTokenFilter(WestmoonAuthClient client, WestmoonBearerTokenFilters filters,
			AccountFactory factory) {
		return filters.withDefault(client, factory.bearerTokens(WestmoonAuthClient.DEFAULT_ACCOUNT, this.properties));
	}

	@Bean
	@ConditionalOnMissingBean
	WestmoonWebClients westmoonWebClients(Accounts accounts, ObjectProvider<WestmoonAuthClient> client,
			ObjectProvider<WestmoonBearerTokenFilter> filter, ObjectProvider<WebClientCustomizer> customizers) {
		return new AccountWebClients(accounts, client, filter, customizers, this.properties);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = DEFAULT_ACCOUNT, matchIfMissing = true)
	WestmoonBearerTokenInterceptor westmoonBearerTokenInterceptor(WestmoonBearerTokenFilter filter) {
		return new WestmoonBearerTokenInterceptor(filter);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	LoginRequiredExceptionHandler westmoonLoginRequiredExceptionHandler() {
		return new LoginRequiredExceptionHandler();
	}

}
