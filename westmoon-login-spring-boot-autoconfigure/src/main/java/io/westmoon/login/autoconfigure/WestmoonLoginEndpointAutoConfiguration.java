package io.westmoon.login.autoconfigure;

import io.westmoon.login.LoginNotifications;
import io.westmoon.login.WestmoonAuthClients;
import io.westmoon.login.actuate.WestmoonLoginEndpoint;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the Actuator endpoint {@code westmoonlogin}.
 */
@AutoConfiguration(after = WestmoonLoginAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(WestmoonLoginEndpoint.class)
@ConditionalOnBean(WestmoonAuthClients.class)
public final class WestmoonLoginEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WestmoonLoginEndpoint westmoonLoginEndpoint(WestmoonAuthClients clients,
			ObjectProvider<LoginNotifications> notifications) {
		return new WestmoonLoginEndpoint(clients, notifications.getIfUnique());
	}

}
