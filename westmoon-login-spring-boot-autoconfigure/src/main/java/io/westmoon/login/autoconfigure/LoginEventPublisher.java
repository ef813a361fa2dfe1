package io.westmoon.login.autoconfigure;

import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * Publishes login events to the {@code @EventListener} methods of an application context
 * and its parents. Other than with the context's own multicaster, an exception or an
 * {@code Error} of one listener is logged, and the others still receive the event.
 */
final class LoginEventPublisher implements LoginListener {

	private static final Log logger = LogFactory.getLog(LoginEventPublisher.class);

	private final ApplicationContext context;

	LoginEventPublisher(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void onEvent(LoginEvent event) {
		PayloadApplicationEvent<LoginEvent> published = new PayloadApplicationEvent<>(this.context, event);
		for (ApplicationContext context = this.context; context != null; context = context.getParent()) {
			publish(published, context);
		}
	}

	private void publish(PayloadApplicationEvent<LoginEvent> event, ApplicationContext context) {
		if (!(context instanceof AbstractApplicationContext listening) || !listening.isActive()) {
			return;
		}
		SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster(
				listening.getBeanFactory());
		multicaster.setErrorHandler((error) -> logger.warn(
				"An application listener failed on LoginEvent." + event.getPayload().getClass().getSimpleName(),
				error));
		listening.getApplicationListeners().forEach(multicaster::addApplicationListener);
		multicaster.multicastEvent(event);
	}

}
