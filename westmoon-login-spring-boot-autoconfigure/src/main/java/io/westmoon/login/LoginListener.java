package io.westmoon.login;

/**
 * Is told what happens to a login. Calls come one after the other on a thread that may
 * block; an exception is logged and harms nobody.
 */
@FunctionalInterface
public interface LoginListener {

	/**
	 * Is called with each event.
	 * @param event the event
	 */
	void onEvent(LoginEvent event);

}
