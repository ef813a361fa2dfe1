package io.westmoon.login.autoconfigure;

import io.westmoon.login.micrometer.MicrometerLoginInstrumentation;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;

/**
 * Keeps the meters of accounts when the application ends, before their clients are
 * closed: a registry that pushes has not sent them yet.
 */
final class KeepMeters implements ApplicationListener<ContextClosedEvent>, Ordered {

	private final MicrometerLoginInstrumentation instrumentation;

	private final ApplicationContext context;

	KeepMeters(MicrometerLoginInstrumentation instrumentation, ApplicationContext context) {
		this.instrumentation = instrumentation;
		this.context = context;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.instrumentation.keepMeters();
		}
	}

}
