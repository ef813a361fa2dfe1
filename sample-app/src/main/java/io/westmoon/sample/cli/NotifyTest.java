package io.westmoon.sample.cli;

import java.util.LinkedHashMap;
import java.util.Map;

import io.westmoon.login.LoginNotifications;
import io.westmoon.login.WestmoonAuthClients;
import io.westmoon.login.autoconfigure.WestmoonLoginAutoConfiguration;
import io.westmoon.login.autoconfigure.WestmoonLoginMailAutoConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Sends a test notice through all channels that the settings of the application name. The
 * only part of the command line that starts a Spring context, which has nothing but the
 * login, kept in memory.
 */
final class NotifyTest {

	private final Map<String, String> environment;

	NotifyTest(Map<String, String> environment) {
		this.environment = environment;
	}

	/**
	 * Sends the notices.
	 * @return what each channel of each account answered
	 */
	Map<String, Map<String, String>> run() {
		try (ConfigurableApplicationContext context = start()) {
			LoginNotifications notifications = context.getBean(LoginNotifications.class);
			Map<String, Map<String, String>> answers = new LinkedHashMap<>();
			for (String account : context.getBean(WestmoonAuthClients.class).names()) {
				Map<String, String> channels = notifications.test(account).block();
				if (channels != null && !channels.isEmpty()) {
					answers.put(account, channels);
				}
			}
			return answers;
		}
	}

	private ConfigurableApplicationContext start() {
		String before = System.getProperty(LoggingSystem.SYSTEM_PROPERTY);
		System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
		try {
			StandardEnvironment environment = new StandardEnvironment();
			String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
			environment.getPropertySources()
				.replace(name, new SystemEnvironmentPropertySource(name, Map.copyOf(this.environment)));
			SpringApplication application = new SpringApplication(Login.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			application.setEnvironment(environment);
			application.setLogStartupInfo(false);
			application.setRegisterShutdownHook(false);
			return application.run("--westmoon.login.store.type=memory");
		}
		finally {
			if (before == null) {
				System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
			}
			else {
				System.setProperty(LoggingSystem.SYSTEM_PROPERTY, before);
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
			WestmoonLoginMailAutoConfiguration.class, WestmoonLoginAutoConfiguration.class })
	static class Login {

	}

}
