package io.westmoon.login.autoconfigure;

import java.util.Set;
import java.util.TreeSet;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/**
 * Finds properties that nothing reads, most of which are misspelled. Environment
 * variables and system properties are left out: others may use names that begin like
 * ours.
 */
final class UnknownProperties {

	private static final String PREFIX = "westmoon.login";

	/**
	 * Belongs to the test starter.
	 */
	private static final String TEST = PREFIX + ".test.";

	private UnknownProperties() {
	}

	/**
	 * Returns the names of these properties.
	 * @param environment the environment of the application
	 * @return the names in their order
	 */
	static Set<String> of(Environment environment) {
		Set<String> names = new TreeSet<>();
		try {
			Binder.get(environment)
				.bind(PREFIX, Bindable.of(WestmoonLoginProperties.class),
						new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()));
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
				unbound.getUnboundProperties().forEach((property) -> names.add(property.getName().toString()));
			}
		}
		names.removeIf((name) -> name.startsWith(TEST));
		return names;
	}

}
