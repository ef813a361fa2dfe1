package io.westmoon.login.autoconfigure;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.store.file.FileSessionStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Refuses clients and stores that are in each other's way, and reports a client of the
 * application that replaces the auto-configured one.
 */
final class ClientBeans implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(ClientBeans.class);

	private final ConfigurableListableBeanFactory beans;

	ClientBeans(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Map<String, String> accounts = new LinkedHashMap<>();
		this.beans.getBeansOfType(WestmoonAuthClient.class, false, true).forEach((name, client) -> {
			refuseSecond(accounts.put(client.account(), name), name,
					"are clients of account '" + client.account() + "'",
					"Give each client a name of its own with DefaultWestmoonAuthClient.builder().account(...), and a store of its own.");
			if (!isAutoConfigured(name)) {
				logger.info("The application defines the WestmoonAuthClient '" + name + "' for account '"
						+ client.account() + "'. The properties westmoon.login.expected-user-id, .polling, .relogin and"
						+ " .page.public-url do not apply to it.");
			}
		});
		Map<Path, String> directories = new LinkedHashMap<>();
		this.beans.getBeansOfType(FileSessionStore.class, false, true)
			.forEach((name, store) -> refuseSecond(directories.put(store.directory(), name), name,
					"are stores in the directory '" + store.directory() + "'",
					"Give the store of each account a directory of its own."));
	}

	private static void refuseSecond(@Nullable String first, String second, String problem, String action) {
		if (first != null) {
			throw new ConflictingBeansException("The beans '" + first + "' and '" + second + "' both " + problem + ".",
					action);
		}
	}

	private boolean isAutoConfigured(String name) {
		if (!this.beans.containsBeanDefinition(name)) {
			return false;
		}
		BeanDefinition definition = this.beans.getBeanDefinition(name);
		return WestmoonLoginAutoConfiguration.class.getName().equals(definition.getFactoryBeanName());
	}

}
