package io.westmoon.login;

/**
 * Is told what happens to a login. With Spring, a bean of this type hears it, and so do
 * {@code @EventListener} methods with a {@link LoginEvent} parameter. Calls come one
 * after the other on a thread that may block; an exception is logged and harms nobody.
 */
@FunctionalInterface
public interface LoginListener {

	/**
	 * Is called with each event.
	 * @param event the event
	 */
	void onEvent(LoginEvent event);

}
