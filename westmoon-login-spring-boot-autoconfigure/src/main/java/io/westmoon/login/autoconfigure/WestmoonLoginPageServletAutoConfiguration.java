package io.westmoon.login.autoconfigure;

import java.time.Clock;

import io.westmoon.login.LoginNotifications;
import io.westmoon.login.WestmoonAuthClients;
import io.westmoon.login.page.ServletLoginPage;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Auto-configuration of the login page of MVC applications.
 */
@AutoConfiguration(after = WestmoonLoginAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(RouterFunction.class)
@ConditionalOnBooleanProperty(name = "westmoon.login.page.enabled")
@ConditionalOnBean(WestmoonAuthClients.class)
public final class WestmoonLoginPageServletAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ServletLoginPage westmoonLoginPage(WestmoonAuthClients clients, Accounts accounts,
			WestmoonLoginProperties properties, Environment environment,
			ObjectProvider<LoginNotifications> notifications) {
		return new ServletLoginPage(clients, LoginPages.settings(properties, accounts, environment), Clock.systemUTC(),
				notifications.getIfUnique());
	}

	@Bean
	RouterFunction<ServerResponse> westmoonLoginPageRoutes(ServletLoginPage page) {
		return page.routes();
	}

}
