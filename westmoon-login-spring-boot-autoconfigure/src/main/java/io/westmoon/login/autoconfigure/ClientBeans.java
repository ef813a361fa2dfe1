package io.westmoon.login.autoconfigure;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.westmoon.login.WestmoonAuthClient;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The clients that are beans of their own: the default account's, and those that the
 * application defines. Refuses two clients of one account, and reports a client of the
 * application that replaces the auto-configured one.
 */
final class ClientBeans implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(ClientBeans.class);

	private final ConfigurableListableBeanFactory beans;

	private final Set<String> configured;

	private volatile @Nullable Map<String, WestmoonAuthClient> clients;

	/**
	 * Creates the collection.
	 * @param configured the names of the accounts that are opened elsewhere
	 */
	ClientBeans(ConfigurableListableBeanFactory beans, Set<String> configured) {
		this.beans = beans;
		this.configured = configured;
	}

	/**
	 * Returns the clients by account. To be called when all beans are defined.
	 */
	Map<String, WestmoonAuthClient> clients() {
		Map<String, WestmoonAuthClient> known = this.clients;
		if (known == null) {
			known = find();
			this.clients = known;
		}
		return known;
	}

	/**
	 * Returns the clients that were found. Looks for no others, since no bean can be
	 * created any more while the application ends.
	 */
	Collection<WestmoonAuthClient> known() {
		Map<String, WestmoonAuthClient> known = this.clients;
		return (known != null) ? known.values() : List.of();
	}

	@Override
	public void afterSingletonsInstantiated() {
		clients();
	}

	private Map<String, WestmoonAuthClient> find() {
		Map<String, WestmoonAuthClient> clients = new LinkedHashMap<>();
		Map<String, String> names = new LinkedHashMap<>();
		for (String name : this.beans.getBeanNamesForType(WestmoonAuthClient.class, false, true)) {
			if (AccountBeans.CLIENTS.equals(factoryBean(name))) {
				continue;
			}
			WestmoonAuthClient client = this.beans.getBean(name, WestmoonAuthClient.class);
			String account = Objects.requireNonNullElse(client.account(), name);
			String first = names.put(account, name);
			if (first != null) {
				throw new ConflictingBeansException(
						"The beans '" + first + "' and '" + name + "' are both clients of account '" + account + "'.",
						"Give each client a name of its own with DefaultWestmoonAuthClient.builder().account(...), and a store of its own.");
			}
			if (this.configured.contains(account)) {
				throw new ConflictingBeansException("The bean '" + name + "' is a client of account '" + account
						+ "', which is also configured by " + AccountSettings.prefix(account) + ".*.",
						"Remove either of them.");
			}
			clients.put(account, client);
			if (!WestmoonLoginAutoConfiguration.class.getName().equals(factoryBean(name))) {
				logger.info("The application defines the WestmoonAuthClient '" + name + "' for account '" + account
						+ "'. The properties westmoon.login.expected-user-id, .notify, .polling, .relogin, .session"
						+ " and .page.public-url do not apply to it.");
			}
		}
		return Collections.unmodifiableMap(clients);
	}

	private @Nullable String factoryBean(String name) {
		return this.beans.containsBeanDefinition(name) ? this.beans.getBeanDefinition(name).getFactoryBeanName() : null;
	}

	/**
	 * Returns the name of the account of the client that is injected without a qualifier.
	 * One that a test has replaced by a mock has none.
	 */
	static String accountOf(WestmoonAuthClient client) {
		return Objects.requireNonNullElse(client.account(), WestmoonAuthClient.DEFAULT_ACCOUNT);
	}

}
