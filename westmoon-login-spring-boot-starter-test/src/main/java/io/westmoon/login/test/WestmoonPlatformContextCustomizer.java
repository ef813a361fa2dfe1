package io.westmoon.login.test;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.FileSystemUtils;

/**
 * Starts a {@link WestmoonPlatformServer}, points the application at it and makes it a
 * bean that is closed with the context. Its properties win over the application's files
 * and the environment of whoever runs the test, and lose to everything that the test
 * itself says. Has no state, so tests that share a context go on sharing it.
 */
record WestmoonPlatformContextCustomizer() implements ContextCustomizer {

	static final String ENABLED = "westmoon.login.test.enabled";

	static final String LOGGED_IN = "westmoon.login.test.logged-in";

	static final String BEAN = "westmoonPlatformServer";

	static final String SESSION = "westmoonStoredSession";

	static final String PROPERTY_SOURCE = "westmoonLoginTest";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		if (!context.getEnvironment().getProperty(ENABLED, Boolean.class, true)) {
			return;
		}
		WestmoonPlatformServer server = inherited(mergedConfig);
		if (server == null) {
			server = WestmoonPlatformServer.start();
			register(context, server);
		}
		Map<String, Object> properties = new HashMap<>(
				Map.of("westmoon.login.base-url", server.url(), "westmoon.login.store.type", "memory",
						"westmoon.login.polling.interval", "50ms", "westmoon.login.relogin.early-rejection", "0s"));
		if (context.getEnvironment().getProperty(LOGGED_IN, Boolean.class, false)) {
			Path directory = StoredSession.write(server.issueSession());
			((DefaultListableBeanFactory) context.getBeanFactory()).registerDisposableBean(SESSION,
					() -> FileSystemUtils.deleteRecursively(directory));
			properties.put("westmoon.login.store.type", "file");
			properties.put("westmoon.login.store.directory", directory.toString());
		}
		addProperties(context.getEnvironment().getPropertySources(), properties);
	}

	private static @Nullable WestmoonPlatformServer inherited(MergedContextConfiguration mergedConfig) {
		ApplicationContext parent = (mergedConfig.getParent() != null) ? mergedConfig.getParentApplicationContext()
				: null;
		return (parent != null) ? parent.getBeanProvider(WestmoonPlatformServer.class).getIfUnique() : null;
	}

	private static void register(ConfigurableApplicationContext context, WestmoonPlatformServer server) {
		DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getBeanFactory();
		beans.registerSingleton(BEAN, server);
		beans.registerDisposableBean(BEAN, server::close);
	}

	private static void addProperties(MutablePropertySources sources, Map<String, Object> properties) {
		PropertySource<?> source = new MapPropertySource(PROPERTY_SOURCE, properties);
		if (sources.contains(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)) {
			sources.addBefore(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, source);
		}
		else {
			sources.addLast(source);
		}
	}

}
