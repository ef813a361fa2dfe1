package io.westmoon.login.autoconfigure;

import java.time.Clock;
import java.util.List;

import io.westmoon.login.LoginListener;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.client.WestmoonAuthClientBuilder;
import io.westmoon.login.http.AllowedOrigins;
import io.westmoon.login.http.LoginRequiredExceptionHandler;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.notify.LoggingNotifier;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import io.westmoon.login.store.InMemorySessionStore;
import io.westmoon.login.store.file.FileSessionStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Auto-configuration of the session keeper and of the filter that uses it.
 */
@AutoConfiguration(after = WebClientAutoConfiguration.class)
@ConditionalOnClass(WebClient.class)
@ConditionalOnBooleanProperty(name = "westmoon.login.enabled", matchIfMissing = true)
@EnableConfigurationProperties(WestmoonLoginProperties.class)
public final class WestmoonLoginAutoConfiguration {

	private final WestmoonLoginProperties properties;

	WestmoonLoginAutoConfiguration(WestmoonLoginProperties properties) {
		PropertiesValidator checks = new PropertiesValidator("westmoon.login");
		checks.check(properties);
		checks.check(properties.getHealth());
		checks.check(properties.getPage(), properties.isAllowInsecureHttp());
		this.properties = properties;
	}

	@Bean
	static SessionRedirectGuardPostProcessor westmoonSessionRedirectGuard() {
		return new SessionRedirectGuardPostProcessor();
	}

	@Bean
	@ConditionalOnMissingBean
	WestmoonPlatform westmoonPlatform(ConfigurableListableBeanFactory beans) {
		WebClientWestmoonPlatform.Builder builder = WebClientWestmoonPlatform.builder()
			.webClientBuilder(new PlatformWebClientBuilder(beans))
			.baseUrl(this.properties.getBaseUrl())
			.clientId(this.properties.getClientId())
			.envVersion(this.properties.getEnvVersion())
			.headers(this.properties.getHeaders())
			.timeout(this.properties.getTimeout())
			.allowInsecureHttp(this.properties.isAllowInsecureHttp());
		if (this.properties.getUserAgent() != null) {
			builder.userAgent(this.properties.getUserAgent());
		}
		return builder.build();
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnProperty(name = "westmoon.login.store.type", havingValue = "file", matchIfMissing = true)
	SessionStore westmoonFileSessionStore() {
		return FileSessionStore.open(WestmoonAuthClient.DEFAULT_ACCOUNT, this.properties.getStore().getDirectory(),
				Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnProperty(name = "westmoon.login.store.type", havingValue = "memory")
	SessionStore westmoonInMemorySessionStore() {
		return new InMemorySessionStore();
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnProperty(name = "westmoon.login.store.type", havingValue = "redis")
	SessionStore westmoonRedisIsMissing() {
		throw new InvalidConfigurationPropertyValueException("westmoon.login.store.type", "redis",
				"Spring Data Redis and Lettuce are not on the class path. Add spring-boot-starter-data-redis");
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
	WestmoonLoginStartupReport westmoonLoginStartupReport(WestmoonAuthClient client, SessionStore store) {
		return new WestmoonLoginStartupReport(client, store, this.properties);
	}

	@Bean
	@ConditionalOnMissingBean
	WestmoonAuthClient westmoonAuthClient(WestmoonPlatform platform, SessionStore store,
			ObjectProvider<LoginListener> listeners, ApplicationContext context) {
		WestmoonAccountProperties.Relogin relogin = this.properties.getRelogin();
		WestmoonAuthClientBuilder builder = DefaultWestmoonAuthClient.builder()
			.platform(platform)
			.store(store)
			.expectedUserId(this.properties.getExpectedUserId())
			.relogin(relogin.isEnabled())
			.waitTimeout(relogin.getWaitTimeout())
			.maxWaiting(ServerThreads.maxWaiting(relogin.getMaxWaiting(), context))
			.maxCodes(relogin.getMaxCodes())
			.coolDown(relogin.getCoolDown(), relogin.getMaxCoolDown())
			.pollInterval(this.properties.getPolling().getInterval())
			.expiryNotice(relogin.getExpiryNotice())
			.platformTimeout(this.properties.getTimeout())
			.loginPage(this.properties.getPage().getPublicUrl())
			.linkLifetime(this.properties.getPage().getLinkLifetime());
		listeners.orderedStream().forEach(builder::listener);
		return builder.build();
	}

	@Bean
	static RebindReporter westmoonLoginRebindReporter() {
		return new RebindReporter();
	}

	@Bean
	ClientBeans westmoonLoginClientBeans(ConfigurableListableBeanFactory beans) {
		return new ClientBeans(beans);
	}

	/**
	 * Builds the login calls' client when all beans are there, and neither earlier, since
	 * its filters may need the session keeper, nor later, on an event loop.
	 */
	@Bean
	SmartInitializingSingleton westmoonPlatformPreparation(WestmoonPlatform platform) {
		return () -> {
			if (platform instanceof WebClientWestmoonPlatform web) {
				web.prepare();
			}
		};
	}

	/**
	 * Ends logins as soon as the context closes, while connections still work: a poll
	 * under way may carry the only copy of a session. A context that is only stopped may
	 * be started again, so its client stays open.
	 */
	@Bean
	ApplicationListener<ContextClosedEvent> westmoonLoginShutdown(ApplicationContext context,
			WestmoonAuthClient client) {
		return (event) -> {
			if (event.getApplicationContext() == context) {
				client.close();
			}
		};
	}

	@Bean
	@ConditionalOnMissingBean
	WestmoonBearerTokenFilter westmoonBearerTokenFilter(WestmoonAuthClient client) {
		List<String> origins = this.properties.getAllowedOrigins();
		return new WestmoonBearerTokenFilter(client,
				AllowedOrigins.of(origins.isEmpty() ? List.of(this.properties.getBaseUrl()) : origins),
				this.properties.getRelogin().getReleaseConcurrency());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	LoginRequiredExceptionHandler westmoonLoginRequiredExceptionHandler() {
		return new LoginRequiredExceptionHandler();
	}

}
