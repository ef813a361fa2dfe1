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
 * whoever adds the filter wants one. Names no path and no query. Thread-safe.
 */
final class WithheldSessions {

	static final int MAX_ORIGINS = 32;

	private static final Log logger = LogFactory.getLog(WithheldSessions.class);

	private final SessionSource sessions;

	private final AllowedOrigins allowed;

	private final Set<@Nullable Origin> known = new HashSet<>();

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
		boolean last;
		synchronized (this.known) {
			if (this.known.size() == MAX_ORIGINS || !this.known.add(origin)) {
				return;
			}
			last = this.known.size() == MAX_ORIGINS;
		}
		String account = (this.sessions instanceof WestmoonAuthClient client)
				? "Westmoon account '" + client.account() + "': " : "";
		String whom = (origin != null) ? origin.toString() : "a URL that has no valid host, or has user information,";
		logger.warn(account + "calls to " + whom + " go out without the session, since that origin is not in "
				+ this.allowed.property() + " (" + this.allowed + ")"
				+ (last ? ". More such origins are not reported" : ""));
	}

}
