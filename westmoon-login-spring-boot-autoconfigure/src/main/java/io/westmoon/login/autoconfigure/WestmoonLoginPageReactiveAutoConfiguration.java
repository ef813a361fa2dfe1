package io.westmoon.login.autoconfigure;

import java.time.Clock;

import io.westmoon.login.LoginNotifications;
import io.westmoon.login.WestmoonAuthClients;
import io.westmoon.login.page.ReactiveLoginPage;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Auto-configuration of the login page of WebFlux applications.
 */
@AutoConfiguration(after = WestmoonLoginAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(RouterFunction.class)
@ConditionalOnBooleanProperty(name = "westmoon.login.page.enabled")
@ConditionalOnBean(WestmoonAuthClients.class)
public final class WestmoonLoginPageReactiveAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ReactiveLoginPage westmoonLoginPage(WestmoonAuthClients clients, Accounts accounts,
			WestmoonLoginProperties properties, Environment environment,
			ObjectProvider<LoginNotifications> notifications) {
		return new ReactiveLoginPage(clients, LoginPages.settings(properties, accounts, environment), Clock.systemUTC(),
				notifications.getIfUnique());
	}

	@Bean
	RouterFunction<ServerResponse> westmoonLoginPageRoutes(ReactiveLoginPage page) {
		return page.routes();
	}

}
