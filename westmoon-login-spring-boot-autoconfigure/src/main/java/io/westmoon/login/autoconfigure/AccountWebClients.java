package io.westmoon.login.autoconfigure;

import java.util.function.Consumer;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.http.WestmoonWebClients;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes clients of the configured accounts. Each begins with what Spring Boot's own
 * builder has, but not with that bean: the application may have replaced it by one that
 * is load-balanced or bound to another host.
 */
final class AccountWebClients implements WestmoonWebClients {

	private final Accounts accounts;

	private final ObjectProvider<WestmoonAuthClient> client;

	private final ObjectProvider<WestmoonBearerTokenFilter> filter;

	private final ObjectProvider<WebClientCustomizer> customizers;

	private final WestmoonLoginProperties properties;

	/**
	 * Creates the factory.
	 * @param client the client that is injected without a qualifier
	 * @param filter the filter that is injected without a qualifier
	 */
	AccountWebClients(Accounts accounts, ObjectProvider<WestmoonAuthClient> client,
			ObjectProvider<WestmoonBearerTokenFilter> filter, ObjectProvider<WebClientCustomizer> customizers,
			WestmoonLoginProperties properties) {
		this.accounts = accounts;
		this.client = client;
		this.filter = filter;
		this.customizers = customizers;
		this.properties = properties;
	}

	@Override
	public WebClient create(Consumer<WebClient.Builder> customizer) {
		WestmoonBearerTokenFilter filter = this.filter.getIfUnique();
		if (filter == null) {
			throw new IllegalStateException("There is no default account, and there are several others: "
					+ this.accounts.names() + ". Name one with forAccount(\"…\"), also for a client whose requests "
					+ "name their account by an attribute: it is the one of requests without it");
		}
		WestmoonAuthClient client = this.client.getIfUnique();
		return create(baseUrl((client != null) ? client.account() : null), filter, customizer);
	}

	@Override
	public WebClient forAccount(String account, Consumer<WebClient.Builder> customizer) {
		return create(baseUrl(account), this.accounts.filters().forAccount(account), customizer);
	}

	private String baseUrl(@Nullable String account) {
		Accounts.Account opened = (account != null) ? this.accounts.opened().get(account) : null;
		return ((opened != null) ? opened.settings() : this.properties).getBaseUrl();
	}

	private WebClient create(String baseUrl, WestmoonBearerTokenFilter filter, Consumer<WebClient.Builder> customizer) {
		WebClient.Builder builder = WebClient.builder();
		this.customizers.orderedStream().forEach((common) -> common.customize(builder));
		builder.baseUrl(baseUrl);
		customizer.accept(builder);
		return builder.filter(filter).build();
	}

}
