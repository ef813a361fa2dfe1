package io.westmoon.login.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import io.westmoon.login.WestmoonAuthClient;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Refuses two clients of one account, and reports a client of the application that
 * replaces the auto-configured one.
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
			String first = accounts.put(client.account(), name);
			if (first != null) {
				throw new ConflictingBeansException(
						"The beans '" + first + "' and '" + name + "' are both clients of account '" + client.account()
								+ "'.",
						"Give each client a name of its own with DefaultWestmoonAuthClient.builder().account(...), and a store of its own.");
			}
			if (!isAutoConfigured(name)) {
				logger.info("The application defines the WestmoonAuthClient '" + name + "' for account '"
						+ client.account() + "'. The properties westmoon.login.expected-user-id, .polling, .relogin and"
						+ " .page.public-url do not apply to it.");
			}
		});
	}

	private boolean isAutoConfigured(String name) {
		if (!this.beans.containsBeanDefinition(name)) {
			return false;
		}
		BeanDefinition definition = this.beans.getBeanDefinition(name);
		return WestmoonLoginAutoConfiguration.class.getName().equals(definition.getFactoryBeanName());
	}

}
