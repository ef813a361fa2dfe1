package io.westmoon.login.http;

import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import io.westmoon.login.SessionSource;
import io.westmoon.login.UnknownAccountException;

/**
 * The filters of all accounts. Thread-safe.
 */
public final class WestmoonBearerTokenFilters {

	private final Map<String, FilteredAccount> accounts = new ConcurrentHashMap<>();

	/**
	 * Returns the filter that puts an account's session on requests, unless a request
	 * names another account, see {@link WestmoonBearerTokenFilter#account(String)}. It
	 * follows the account if that is removed and registered again; calls fail with
	 * {@link UnknownAccountException} between.
	 * @param account the name of the account
	 * @return the filter
	 * @throws UnknownAccountException if there is no such account
	 */
	public WestmoonBearerTokenFilter forAccount(String account) {
		find(account);
		return new WestmoonBearerTokenFilter((named) -> find((named != null) ? named : account));
	}

	/**
	 * Returns the interceptor that does the same for {@code RestClient} and
	 * {@code RestTemplate}.
	 * @param account the name of the account
	 * @return the interceptor
	 * @throws UnknownAccountException if there is no such account
	 */
	public WestmoonBearerTokenInterceptor interceptorForAccount(String account) {
		return new WestmoonBearerTokenInterceptor(forAccount(account));
	}

	/**
	 * Returns a filter with a session of its own for the requests that name no account.
	 * @param sessions where that session comes from
	 * @param allowedOrigins who may see the session
	 * @param releaseConcurrency how many of the calls that waited for a login are sent at
	 * the same time once it has ended
	 * @return the filter
	 */
	public WestmoonBearerTokenFilter withDefault(SessionSource sessions, AllowedOrigins allowedOrigins,
			int releaseConcurrency) {
		return withDefault(sessions, BearerTokenSettings.of(allowedOrigins).withReleaseConcurrency(releaseConcurrency));
	}

	/**
	 * Returns a filter with a session of its own for the requests that name no account.
	 * @param sessions where that session comes from
	 * @param settings how the calls with that session are treated
	 * @return the filter
	 */
	public WestmoonBearerTokenFilter withDefault(SessionSource sessions, BearerTokenSettings settings) {
		FilteredAccount own = new FilteredAccount(sessions, settings);
		return new WestmoonBearerTokenFilter((named) -> (named != null) ? find(named) : own);
	}

	/**
	 * Adds an account, or replaces the one of that name.
	 * @param account the name of the account
	 * @param sessions where its session comes from
	 * @param allowedOrigins who may see the session
	 * @param releaseConcurrency how many of the calls that waited for a login are sent at
	 * the same time once it has ended
	 */
	public void add(String account, SessionSource sessions, AllowedOrigins allowedOrigins, int releaseConcurrency) {
		add(account, sessions, BearerTokenSettings.of(allowedOrigins).withReleaseConcurrency(releaseConcurrency));
	}

	/**
	 * Adds an account, or replaces the one of that name.
	 * @param account the name of the account
	 * @param sessions where its session comes from
	 * @param settings how its calls are treated
	 */
	public void add(String account, SessionSource sessions, BearerTokenSettings settings) {
		this.accounts.put(account, new FilteredAccount(sessions, settings));
	}

	/**
	 * Removes an account, if there is one of that name.
	 * @param account the name of the account
	 */
	public void remove(String account) {
		this.accounts.remove(account);
	}

	private FilteredAccount find(String account) {
		FilteredAccount found = this.accounts.get(account);
		if (found == null) {
			throw new UnknownAccountException(account, new TreeSet<>(this.accounts.keySet()));
		}
		return found;
	}

}
