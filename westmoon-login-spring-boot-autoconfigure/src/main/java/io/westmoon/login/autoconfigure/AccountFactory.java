package io.westmoon.login.autoconfigure;

import java.util.List;
import java.util.Locale;

import io.westmoon.login.LoginListener;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreFactory;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.autoconfigure.WestmoonAccountProperties.Store;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.client.WestmoonAuthClientBuilder;
import io.westmoon.login.http.AllowedOrigins;
import io.westmoon.login.http.BearerTokenSettings;
import io.westmoon.login.http.BusinessHeaders;
import io.westmoon.login.http.RefusalDetector;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.store.json.ContentCiphers;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationContext;

/**
 * Makes what an account needs out of its settings.
 */
final class AccountFactory {

	private final WestmoonLoginProperties properties;

	private final ObjectProvider<StoreProvider> providers;

	private final ObjectProvider<SessionStoreFactory> stores;

	private final ObjectProvider<LoginListener> listeners;

	private final ObjectProvider<RefusalDetector> refusals;

	private final Notifiers notifiers;

	private final ApplicationContext context;

	AccountFactory(WestmoonLoginProperties properties, ObjectProvider<StoreProvider> providers,
			ObjectProvider<SessionStoreFactory> stores, ObjectProvider<LoginListener> listeners,
			ObjectProvider<RefusalDetector> refusals, Notifiers notifiers, ApplicationContext context) {
		this.refusals = refusals;
		this.properties = properties;
		this.providers = providers;
		this.stores = stores;
		this.listeners = listeners;
		this.notifiers = notifiers;
		this.context = context;
	}

	/**
	 * Opens the store of an account. May block.
	 * @param prefix what the names of the account's settings begin with
	 */
	SessionStore store(String account, WestmoonAccountProperties settings, String prefix) {
		SessionStoreFactory own = this.stores.getIfAvailable();
		if (own != null) {
			return own.open(account);
		}
		Store.Type type = settings.getStore().getType();
		StoreProvider provider = this.providers.stream()
			.filter((candidate) -> candidate.type() == type)
			.findFirst()
			.orElseThrow(() -> missing(type, prefix));
		ContentCipher cipher = ContentCiphers.of(settings.getStore().getEncryption().getKeys(),
				prefix + ".store.encryption.keys");
		return provider.open(account, settings.getStore(), prefix, cipher);
	}

	private static RuntimeException missing(Store.Type type, String prefix) {
		return new InvalidConfigurationPropertyValueException(prefix + ".store.type",
				type.name().toLowerCase(Locale.ROOT), switch (type) {
					case REDIS -> "Spring Data Redis and Lettuce are not on the class path. Add"
							+ " spring-boot-starter-data-redis";
					case JDBC -> "Spring's JDBC support is not on the class path. Add spring-boot-starter-jdbc";
					default -> "No such store can be opened";
				});
	}

	WestmoonAuthClient client(String account, WestmoonAccountProperties settings, WestmoonPlatform platform,
			SessionStore store) {
		WestmoonAccountProperties.Relogin relogin = settings.getRelogin();
		WestmoonAccountProperties.Renewal renewal = settings.getRenewal();
		WestmoonAuthClientBuilder builder = DefaultWestmoonAuthClient.builder()
			.account(account)
			.platform(platform)
			.store(store)
			.expectedUserId(settings.getExpectedUserId())
			.relogin(relogin.isEnabled())
			.waitTimeout(relogin.getWaitTimeout())
			.maxWaiting(ServerThreads.maxWaiting(relogin.getMaxWaiting(), 1 + this.properties.getAccounts().size(),
					this.context))
			.maxCodes(relogin.getMaxCodes())
			.coolDown(relogin.getCoolDown(), relogin.getMaxCoolDown())
			.earlyRejection(relogin.getEarlyRejection())
			.pollInterval(settings.getPolling().getInterval())
			.renewal(renewal.getRemindBefore(), renewal.getRepeatEvery(), renewal.reminderHours())
			.verifyInterval(settings.getSession().getVerifyInterval())
			.platformTimeout(settings.getTimeout())
			.loginPage(this.properties.getPage().getPublicUrl())
			.linkLifetime(this.properties.getPage().getLinkLifetime());
		this.listeners.orderedStream().forEach(builder::listener);
		LoginListener notifier = this.notifiers.open(account, settings, store);
		if (notifier != null) {
			builder.listener(notifier);
		}
		return builder.build();
	}

	/**
	 * Says how the calls of an account are treated.
	 */
	BearerTokenSettings bearerTokens(String account, WestmoonAccountProperties settings) {
		WestmoonAccountProperties.Relogin relogin = settings.getRelogin();
		return new BearerTokenSettings(origins(account, settings), BusinessHeaders.of(settings.getBusinessHeaders()),
				this.refusals
					.getIfAvailable(() -> RefusalDetector.of(relogin.getRefusedStatuses(), relogin.getRefusedCodes())),
				relogin.getReleaseConcurrency());
	}

	/**
	 * Ends what belongs to an account beside its client.
	 */
	void remove(String account) {
		this.notifiers.remove(account);
	}

	static AllowedOrigins origins(String account, WestmoonAccountProperties settings) {
		List<String> origins = settings.getAllowedOrigins();
		return AllowedOrigins.of(origins.isEmpty() ? List.of(settings.getBaseUrl()) : origins,
				AccountSettings.prefix(account, settings) + ".allowed-origins");
	}

}
