package io.westmoon.login.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.HttpServiceGroupConfigurer;

/**
 * Puts the session on the calls of groups of HTTP services: on all calls of a group that
 * has an account, and in other groups on the calls that {@link WestmoonSession} is said
 * of. Everything else is left alone. Thread-safe.
 * <p>
 * Filters and interceptors are asked for when the first call needs them: all groups are
 * configured together, and a listener of the login may use one of them.
 */
public final class HttpServiceGroupSessions {

	private final Map<String, String> accounts;

	private final ByAccount<WestmoonBearerTokenFilter> filters;

	private final ByAccount<WestmoonBearerTokenInterceptor> interceptors;

	/**
	 * Creates the configuration of all groups.
	 * @param accounts the names of accounts by those of groups
	 * @param filters finds the filter of an account; {@code null} stands for the default
	 * account or the only account there is
	 * @param interceptors finds the interceptor in the same way
	 */
	public HttpServiceGroupSessions(Map<String, String> accounts,
			Function<@Nullable String, WestmoonBearerTokenFilter> filters,
			Function<@Nullable String, WestmoonBearerTokenInterceptor> interceptors) {
		this.accounts = Map.copyOf(accounts);
		this.filters = new ByAccount<>(filters);
		this.interceptors = new ByAccount<>(interceptors);
	}

	/**
	 * Configures the groups that use {@code WebClient}. Comes last, so that the filters
	 * of the application do not see the session.
	 * @return the configurer
	 */
	public WebClientHttpServiceGroupConfigurer webClientConfigurer() {
		return (groups) -> configure(groups, (group, client) -> client.filter(filter(this.accounts.get(group.name()))));
	}

	/**
	 * Configures the groups that use {@code RestClient}. Comes last, so that the
	 * interceptors of the application do not see the session.
	 * @return the configurer
	 */
	public RestClientHttpServiceGroupConfigurer restClientConfigurer() {
		return (groups) -> configure(groups,
				(group, client) -> client.requestInterceptor(interceptor(this.accounts.get(group.name()))));
	}

	private <B> void configure(HttpServiceGroupConfigurer.Groups<B> groups, BiConsumer<HttpServiceGroup, B> session) {
		groups.filter(this::isConcerned).forEachGroup((group, client, factory) -> {
			factory.httpRequestValuesProcessor(SessionAnnotations.of(group.httpServiceTypes()));
			session.accept(group, client);
		});
	}

	private boolean isConcerned(HttpServiceGroup group) {
		return this.accounts.containsKey(group.name()) || !SessionAnnotations.of(group.httpServiceTypes()).isEmpty();
	}

	private ExchangeFilterFunction filter(@Nullable String ofGroup) {
		return (request, next) -> {
			String account = account(ofGroup, request.attributes());
			return (account != null) ? this.filters.find(account).filter(request, next) : next.exchange(request);
		};
	}

	private ClientHttpRequestInterceptor interceptor(@Nullable String ofGroup) {
		return (request, body, execution) -> {
			String account = account(ofGroup, request.getAttributes());
			return (account != null) ? this.interceptors.find(account).intercept(request, body, execution)
					: execution.execute(request, body);
		};
	}

	/**
	 * Returns the name of a call's account, empty for the default one.
	 * @return {@code null} if the call is to be left alone
	 */
	private static @Nullable String account(@Nullable String ofGroup, Map<String, Object> attributes) {
		String annotated = RequestOptions.annotatedAccount(attributes);
		return (ofGroup != null && (annotated == null || annotated.isEmpty())) ? ofGroup : annotated;
	}

	/**
	 * Remembers what was found.
	 */
	private static final class ByAccount<T> {

		private final Map<String, T> known = new ConcurrentHashMap<>();

		private final Function<@Nullable String, T> finder;

		ByAccount(Function<@Nullable String, T> finder) {
			this.finder = finder;
		}

		T find(String account) {
			T found = this.known.get(account);
			if (found == null) {
				// Not under the map's lock: the finder may create beans.
				found = this.finder.apply(account.isEmpty() ? null : account);
				this.known.put(account, found);
			}
			return found;
		}

	}

}
