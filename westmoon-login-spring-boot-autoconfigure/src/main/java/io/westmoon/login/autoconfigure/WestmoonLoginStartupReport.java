package io.westmoon.login.autoconfigure;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginNotifications;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreUnreachableException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.file.FileSessionStore;
import io.westmoon.login.support.DisplayTime;
import io.westmoon.login.support.UntrustedText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import reactor.core.publisher.Mono;

/**
 * Says at start-up in one line an account what is configured, who gets the session, which
 * channels tell people, and how it stands, as far as the store knows. Warns if anybody
 * who finds the login page can take the account, and of properties that do not exist.
 */
class WestmoonLoginStartupReport implements ApplicationListener<ApplicationStartedEvent> {

	private static final Log logger = LogFactory.getLog(WestmoonLoginStartupReport.class);

	private final Accounts accounts;

	private final ObjectProvider<WestmoonAuthClient> client;

	private final ObjectProvider<SessionStore> store;

	private final LoginNotifications notifications;

	private final WestmoonLoginProperties properties;

	private final Clock clock = Clock.systemUTC();

	/**
	 * Creates the report.
	 * @param client the client that is injected without a qualifier
	 * @param store the store of that client
	 * @param notifications the notices about logins
	 */
	WestmoonLoginStartupReport(Accounts accounts, ObjectProvider<WestmoonAuthClient> client,
			ObjectProvider<SessionStore> store, LoginNotifications notifications, WestmoonLoginProperties properties) {
		this.accounts = accounts;
		this.client = client;
		this.store = store;
		this.notifications = notifications;
		this.properties = properties;
	}

	/**
	 * Reads the stores in the background, so that a slow one holds up no start.
	 */
	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		Set<String> unknown = UnknownProperties.of(event.getApplicationContext().getEnvironment());
		if (!unknown.isEmpty()) {
			logger.warn("These properties do not exist and have no effect: " + String.join(", ", unknown)
					+ ". Correct their names or remove them.");
		}
		SessionStore store = this.store.getIfAvailable();
		WestmoonAuthClient client = (store != null) ? this.client.getIfUnique() : null;
		if (client != null && store != null) {
			report(ClientBeans.accountOf(client), store, this.properties);
		}
		this.accounts.opened().forEach((name, account) -> report(name, account.store(), account.settings()));
	}

	private void report(String account, SessionStore store, WestmoonAccountProperties settings) {
		String subject = "Westmoon account '" + account + "' at " + settings.getBaseUrl() + ", kept in " + place(store)
				+ ", sent to " + AccountFactory.origins(account, settings) + notices(account) + ": ";
		Mono.defer(store::load)
			.singleOptional()
			.flatMap((session) -> Mono.defer(store::attempt)
				.singleOptional()
				.map((attempt) -> describe(session.orElse(null), attempt.orElse(null), settings)))
			.subscribe((state) -> logger.info(subject + state), (error) -> unreadable(subject, error));
		if (isPageOn() && settings.getExpectedUserId() == null) {
			String prefix = AccountSettings.prefix(account, settings);
			Mono.defer(store::attempt)
				.map((attempt) -> attempt.pinnedUserId() != null)
				.defaultIfEmpty(false)
				.onErrorComplete()
				.filter((owned) -> !owned)
				.subscribe((free) -> logger.warn("Whoever scans first owns Westmoon account '" + account
						+ "': there is a login page, and no user is expected or known from an earlier login. Set "
						+ prefix + ".expected-user-id to the id of the user who may log in"));
		}
	}

	/**
	 * A store that cannot be reached warns of it itself, once for all accounts.
	 */
	private static void unreadable(String subject, Throwable error) {
		String message = subject + "unknown whether logged in, " + error.getMessage();
		if (error instanceof SessionStoreUnreachableException) {
			logger.info(message);
		}
		else {
			logger.warn(message);
		}
	}

	private String notices(String account) {
		List<String> channels = this.notifications.channels(account);
		return channels.isEmpty() ? "" : ", notices by " + UntrustedText.oneLine(String.join(", ", channels));
	}

	private boolean isPageOn() {
		return this.properties.getPage().isEnabled() || this.properties.getPage().getPublicUrl() != null;
	}

	private static Object place(SessionStore store) {
		return (store instanceof FileSessionStore files) ? files.directory() : store;
	}

	private String describe(@Nullable WestmoonSession session, @Nullable LoginAttempt attempt,
			WestmoonAccountProperties settings) {
		String state = (session != null) ? describe(session) : "not logged in";
		Instant end = (attempt != null && attempt.isLive()) ? attempt.codeEndsAt() : null;
		if (end != null && end.isAfter(this.clock.instant())) {
			return state + "; a code is pending and can be scanned until " + DisplayTime.of(end);
		}
		return (session == null && settings.getRelogin().isEnabled())
				? state + "; the first call that needs a session asks for a login" : state;
	}

	private String describe(WestmoonSession session) {
		String id = (session.user() != null) ? session.user().id() : null;
		String user = (id != null) ? UntrustedText.oneLine(id) : null;
		if (session.expiresAt() == null) {
			return "logged in" + ((user != null) ? " as user " + user : "");
		}
		String end = DisplayTime.of(session.expiresAt());
		return session.isExpired(this.clock.instant())
				? "the session" + ((user != null) ? " of user " + user : "") + " ended at " + end
						+ "; the platform is asked about it before anybody has to scan"
				: "logged in" + ((user != null) ? " as user " + user : "") + " until " + end;
	}

}
