package io.westmoon.login.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import org.springframework.context.ApplicationContext;

/**
 * Adds accounts to an application that have a session already.
 */
public final class LoggedInAccounts {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private LoggedInAccounts() {
	}

	/**
	 * Adds an account and waits until its session is in memory.
	 * @param context the application
	 * @param name the name of the account
	 */
	public static void register(ApplicationContext context, String name) {
		Accounts accounts = context.getBean(Accounts.class);
		WestmoonAuthClient client = accounts.register(name, Map.of());
		WestmoonSession session = WestmoonSession.received("token-of-" + name, "refresh", "Bearer", Duration.ofDays(7),
				Clock.systemUTC());
		accounts.opened().get(name).store().save(session).block(TIMEOUT);
		client.session().block(TIMEOUT);
	}

}
