package io.westmoon.login.http;

import java.net.URI;
import java.util.HashSet;
import java.util.Set;

import io.westmoon.login.SessionSource;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.support.Origin;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Warns once of each origin that is called through a filter and gets no session, since
 * whoever adds the filter wants one, and once more if it answers that a session is
 * missing. Names no path and no query. Thread-safe.
 */
final class WithheldSessions {

	static final int MAX_ORIGINS = 32;

	private static final Log logger = LogFactory.getLog(WithheldSessions.class);

	private final SessionSource sessions;

	private final AllowedOrigins allowed;

	private final Set<@Nullable Origin> called = new HashSet<>();

	private final Set<@Nullable Origin> unauthorized = new HashSet<>();

	/**
	 * Creates the warnings of one account.
	 * @param sessions where the session comes from
	 * @param allowed who may see it
	 */
	WithheldSessions(SessionSource sessions, AllowedOrigins allowed) {
		this.sessions = sessions;
		this.allowed = allowed;
	}

	/**
	 * Notes that a request goes out without the session.
	 */
	void note(URI url) {
		Origin origin = Origin.of(url);
		String last = add(this.called, origin);
		if (last != null) {
			String whom = (origin != null) ? origin.toString()
					: "a URL that has no valid host, or has user information,";
			logger.warn(account() + "calls to " + whom + " go out without the session, since that origin is not in "
					+ this.allowed.property() + " (" + this.allowed + ")" + advice(origin) + last);
		}
	}

	/**
	 * Notes that a request that went out without the session was answered with HTTP 401.
	 */
	void noteUnauthorized(URI url) {
		Origin origin = Origin.of(url);
		String last = add(this.unauthorized, origin);
		if (last != null && origin != null) {
			logger.warn(account() + origin + " answered HTTP 401 to a call that went out without the session. If it"
					+ " accepts this session, add " + origin + " to " + this.allowed.property() + " (" + this.allowed
					+ ")" + last);
		}
	}

	/**
	 * Plain HTTP would show the session to everybody on the way.
	 */
	private String advice(@Nullable Origin origin) {
		boolean ours = origin != null && origin.scheme().equals("https")
				&& WestmoonOrigins.isPlatformHost(origin.host());
		return ours ? ". It is a host of the platform: if its calls need the session, add " + origin + " there" : "";
	}

	/**
	 * Returns what to add to the warning about an origin.
	 * @return {@code null} if there is nothing to warn of any more
	 */
	private static @Nullable String add(Set<@Nullable Origin> known, @Nullable Origin origin) {
		synchronized (known) {
			if (known.size() == MAX_ORIGINS || !known.add(origin)) {
				return null;
			}
			return (known.size() == MAX_ORIGINS) ? ". More such origins are not reported" : "";
		}
	}

	private String account() {
		return (this.sessions instanceof WestmoonAuthClient client) ? "Westmoon account '" + client.account() + "': "
				: "";
	}

}
