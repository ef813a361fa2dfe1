package io.westmoon.login.notify;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginListener;
import io.westmoon.login.support.DisplayTime;
import io.westmoon.login.support.UntrustedText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Writes one log line for each thing that a person should know.
 */
public final class LoggingNotifier implements LoginListener {

	private static final Log logger = LogFactory.getLog(LoggingNotifier.class);

	private static final String START = "Start one on the overview of the login page (westmoon.login.page.overview),"
			+ " with a POST to the endpoint westmoonlogin, or by login()";

	private final Map<String, String> announced = new ConcurrentHashMap<>();

	@Override
	public void onEvent(LoginEvent event) {
		String account = "Westmoon account '" + event.account() + "': ";
		if (event instanceof LoginEvent.LoginRequired needed && needed.scanLocation() != null) {
			this.announced.put(event.account(), needed.attemptId());
			logger.warn(account + need(needed.renewal()) + "Open the login page and scan the code there: "
					+ needed.scanLocation());
		}
		else if (event instanceof LoginEvent.CodeIssued shown
				&& !shown.attemptId().equals(this.announced.get(event.account()))) {
			logger.warn(account + need(shown.renewal()) + "Scan the code with WeChat until "
					+ DisplayTime.of(shown.expiresAt()) + ((shown.scanLocation() != null) ? ": " + shown.scanLocation()
							: " (no picture is kept; the login page can show it, see westmoon.login.page.enabled)"));
		}
		else if (event instanceof LoginEvent.Scanned) {
			logger.info(account + "code scanned, to be confirmed on the phone");
		}
		else if (event instanceof LoginEvent.WrongUser) {
			logger.warn(account + "somebody logged in who may not log in here; the login goes on. Who may is the user"
					+ " of the property expected-user-id or, without it, of the first login");
		}
		else if (event instanceof LoginEvent.LoggedIn loggedIn) {
			logger.info(account + "logged in"
					+ ((loggedIn.user() != null && loggedIn.user().id() != null)
							? " as user " + UntrustedText.oneLine(loggedIn.user().id()) : "")
					+ ((loggedIn.expiresAt() != null) ? ", until " + DisplayTime.of(loggedIn.expiresAt()) : ""));
		}
		else if (event instanceof LoginEvent.Failed failed) {
			boolean paused = failed.failure().kind() == LoginFailure.Kind.REPLACED_ELSEWHERE;
			logger.warn(account
					+ (paused ? "paused, since its sessions are rejected soon after each login" : "login failed")
					+ why(failed.failure()) + until(failed.coolDownUntil()));
		}
		else if (event instanceof LoginEvent.Abandoned givenUp) {
			if (givenUp.failure().kind() == LoginFailure.Kind.EXPIRED) {
				logger.info(account + "nobody scanned in time to renew the session, which still works");
				return;
			}
			logger.warn(account + "nobody logged in" + why(givenUp.failure()) + until(givenUp.coolDownUntil()));
		}
		else if (event instanceof LoginEvent.Expiring expiring) {
			if (expiring.scanLocation() != null) {
				this.announced.put(event.account(), expiring.attemptId());
			}
			logger.warn(account + "the session ends at " + DisplayTime.of(expiring.expiresAt()) + " (reminder "
					+ expiring.reminder() + "). Renew it before then; otherwise calls will wait for a scan. "
					+ ((expiring.scanLocation() != null)
							? "Open the login page and scan the code there: " + expiring.scanLocation() : START));
		}
		else if (event instanceof LoginEvent.SessionRejected) {
			logger.info(account + "the platform does not accept the session any more");
		}
		else if (event instanceof LoginEvent.LoggedOut) {
			logger.info(account + "logged out. No login starts by itself any more. " + START);
		}
	}

	private static String need(boolean renewal) {
		return renewal ? "the session can be renewed, nothing is broken yet. " : "login needed. ";
	}

	private static String why(LoginFailure failure) {
		return " (" + failure.kind() + ")"
				+ ((failure.detail() != null) ? ": " + UntrustedText.oneLine(failure.detail()) : "");
	}

	private static String until(@Nullable Instant coolDownUntil) {
		return (coolDownUntil != null) ? ". No new code by itself before " + DisplayTime.of(coolDownUntil) : "";
	}

}
