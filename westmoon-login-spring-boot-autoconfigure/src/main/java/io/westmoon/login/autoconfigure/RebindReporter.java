package io.westmoon.login.autoconfigure;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Warns when the properties are bound again with other values while the application runs,
 * as Spring Cloud does on a refresh: whatever was built from them stays as it is.
 */
final class RebindReporter implements BeanPostProcessor, EnvironmentAware {

	private static final Log logger = LogFactory.getLog(RebindReporter.class);

	private static final String PREFIX = "westmoon.login";

	private @Nullable Environment environment;

	private @Nullable Map<String, String> bound;

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String name) {
		if (bean instanceof WestmoonLoginProperties && this.environment != null) {
			Map<String, String> next = Binder.get(this.environment)
				.bind(PREFIX, Bindable.mapOf(String.class, String.class))
				.orElseGet(Map::of);
			report(next);
		}
		return bean;
	}

	/**
	 * Names the properties only, since a value may be a secret.
	 */
	private synchronized void report(Map<String, String> next) {
		Map<String, String> before = this.bound;
		this.bound = Map.copyOf(next);
		if (before == null || before.equals(next)) {
			return;
		}
		Set<String> changed = new TreeSet<>();
		before.keySet().forEach((key) -> addIfChanged(changed, key, before, next));
		next.keySet().forEach((key) -> addIfChanged(changed, key, before, next));
		logger.warn("These properties have changed: " + String.join(", ", changed)
				+ ". The login keeps its settings; restart the application to apply them.");
	}

	private static void addIfChanged(Set<String> changed, String key, Map<String, String> before,
			Map<String, String> next) {
		if (!Objects.equals(before.get(key), next.get(key))) {
			changed.add(PREFIX + "." + key);
		}
	}

}
