package io.westmoon.sample;

import java.util.Locale;
import java.util.Set;

import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.SimpleLocaleContext;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets the language that was chosen on the desk win over the browser's own, also for the
 * starter's login page.
 */
@Component
class ChosenLanguage implements WebFilter {

	private static final Set<String> LANGUAGES = Set.of("zh", "en");

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		HttpCookie chosen = exchange.getRequest().getCookies().getFirst("lang");
		return chain.filter((chosen != null && LANGUAGES.contains(chosen.getValue()))
				? speaking(exchange, chosen.getValue()) : exchange);
	}

	private static ServerWebExchange speaking(ServerWebExchange exchange, String language) {
		ServerWebExchange asked = exchange.mutate()
			.request((request) -> request.header(HttpHeaders.ACCEPT_LANGUAGE, language))
			.build();
		return new ServerWebExchangeDecorator(asked) {

			@Override
			public LocaleContext getLocaleContext() {
				return new SimpleLocaleContext(Locale.forLanguageTag(language));
			}

		};
	}

}
