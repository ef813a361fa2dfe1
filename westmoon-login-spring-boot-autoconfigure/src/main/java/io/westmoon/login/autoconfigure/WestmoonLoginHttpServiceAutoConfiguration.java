package io.westmoon.login.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonAuthClients;
import io.westmoon.login.http.HttpServiceGroupSessions;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.http.WestmoonBearerTokenFilters;
import io.westmoon.login.http.WestmoonBearerTokenInterceptor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;

/**
 * Auto-configuration of the session in groups of HTTP services, by
 * {@code westmoon.login.http-service-groups} and
 * {@link io.westmoon.login.http.WestmoonSession @WestmoonSession}.
 */
@AutoConfiguration(after = WestmoonLoginAutoConfiguration.class)
@ConditionalOnBean(WestmoonAuthClients.class)
public final class WestmoonLoginHttpServiceAutoConfiguration {

	private static final Log logger = LogFactory.getLog(WestmoonLoginHttpServiceAutoConfiguration.class);

	private static final String PROPERTY = "westmoon.login.http-service-groups";

	private static final String DECLARED = "Groups are declared with @ImportHttpServices.";

	@Bean
	HttpServiceGroupSessions westmoonHttpServiceGroupSessions(WestmoonLoginProperties properties,
			ObjectProvider<WestmoonAuthClient> client, ObjectProvider<WestmoonBearerTokenFilters> all,
			ObjectProvider<WestmoonBearerTokenFilter> filter,
			ObjectProvider<WestmoonBearerTokenInterceptor> interceptor) {
		return new HttpServiceGroupSessions(properties.getHttpServiceGroups(),
				(account) -> isOwn(account, client) ? own(filter) : all.getObject().forAccount(account),
				(account) -> isOwn(account, client) ? own(interceptor)
						: all.getObject().interceptorForAccount(account));
	}

	/**
	 * Tells whether an account is the one whose beans are injected without a qualifier.
	 */
	private static boolean isOwn(@Nullable String account, ObjectProvider<WestmoonAuthClient> client) {
		if (account == null) {
			return true;
		}
		WestmoonAuthClient own = client.getIfUnique();
		return own != null && account.equals(own.account());
	}

	private static <T> T own(ObjectProvider<T> beans) {
		T bean = beans.getIfUnique();
		if (bean == null) {
			throw new IllegalStateException("There is no default account, and there are several others. Name one with"
					+ " @WestmoonSession(account = \"…\") or " + PROPERTY);
		}
		return bean;
	}

	@Bean
	WebClientHttpServiceGroupConfigurer westmoonWebClientHttpServiceGroupConfigurer(HttpServiceGroupSessions sessions) {
		return sessions.webClientConfigurer();
	}

	@Bean
	RestClientHttpServiceGroupConfigurer westmoonRestClientHttpServiceGroupConfigurer(
			HttpServiceGroupSessions sessions) {
		return sessions.restClientConfigurer();
	}

	@Bean
	SmartInitializingSingleton westmoonHttpServiceGroupsCheck(WestmoonLoginProperties properties,
			ObjectProvider<WestmoonAuthClients> clients, ObjectProvider<HttpServiceProxyRegistry> registries) {
		return () -> {
			if (!properties.getHttpServiceGroups().isEmpty()) {
				check(properties.getHttpServiceGroups(), clients.getObject().names(),
						registries.stream()
							.flatMap((registry) -> registry.getGroupNames().stream())
							.collect(Collectors.toCollection(TreeSet::new)));
			}
		};
	}

	/**
	 * An application without any group may be a part of another one that has them, for
	 * instance in a test.
	 */
	private static void check(Map<String, String> configured, Set<String> accounts, Set<String> groups) {
		if (groups.isEmpty()) {
			logger.warn(PROPERTY + " has no effect: there are no groups of HTTP services. " + DECLARED);
		}
		configured.forEach((group, account) -> {
			if (!accounts.contains(account)) {
				throw invalid(group, account, "There is no such account. The accounts are: "
						+ String.join(", ", new TreeSet<>(accounts)) + ".");
			}
			if (!groups.isEmpty() && !groups.contains(group)) {
				throw invalid(group, account, "There is no group of HTTP services '" + group + "'. The groups are: "
						+ String.join(", ", groups) + ". " + DECLARED);
			}
		});
	}

	private static InvalidConfigurationPropertyValueException invalid(String group, String account, String reason) {
		return new InvalidConfigurationPropertyValueException(PROPERTY + "." + group, account, reason);
	}

}
