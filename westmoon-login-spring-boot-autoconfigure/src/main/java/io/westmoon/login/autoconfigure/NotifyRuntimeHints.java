package io.westmoon.login.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * Says what notices need in a native image: their texts, what tells whether addresses
 * within private networks can be refused, and what the endpoint answers about them. The
 * messages to robots are made of maps, and mails of strings, which need nothing.
 */
final class NotifyRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern("io/westmoon/login/notify/messages*.properties");
		hints.reflection().registerTypeIfPresent(classLoader, NotifyWebClients.FILTER);
		if (ClassUtils.isPresent("org.springframework.boot.actuate.endpoint.annotation.Endpoint", classLoader)) {
			Answers.register(hints);
		}
	}

	/**
	 * Touches what is there with Actuator only.
	 */
	private static final class Answers {

		static void register(RuntimeHints hints) {
			new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(),
					io.westmoon.login.actuate.WestmoonLoginEndpoint.ChannelsDescriptor.class,
					io.westmoon.login.actuate.WestmoonLoginEndpoint.SnoozeDescriptor.class,
					io.westmoon.login.actuate.WestmoonLoginEndpoint.ProblemDescriptor.class);
		}

	}

}
