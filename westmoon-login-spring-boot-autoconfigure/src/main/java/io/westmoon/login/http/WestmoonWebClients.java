package io.westmoon.login.http;

import java.util.function.Consumer;

import io.westmoon.login.UnknownAccountException;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes clients of the platform's APIs: with the base URL of an account, the
 * application's {@code WebClientCustomizer} beans and, behind all other filters, the
 * account's {@link WestmoonBearerTokenFilter}. For clients that are built in another way
 * there is that filter itself. Thread-safe.
 * <p>
 * A client is made once and kept. Whoever needs a filter or another base URL gives it to
 * the methods here: a filter that is added to the finished client with {@code mutate()}
 * sees the token.
 */
public interface WestmoonWebClients {

	/**
	 * Makes a client of the default account, or of the only account there is.
	 * @return the client
	 * @throws IllegalStateException if there are several accounts and no default account
	 */
	default WebClient create() {
		return create((builder) -> {
		});
	}

	/**
	 * Makes a client of the default account, or of the only account there is.
	 * @param customizer sets what is to be different
	 * @return the client
	 * @throws IllegalStateException if there are several accounts and no default account
	 */
	WebClient create(Consumer<WebClient.Builder> customizer);

	/**
	 * Makes a client of an account.
	 * @param account the name of the account
	 * @return the client
	 * @throws UnknownAccountException if there is no such account
	 */
	default WebClient forAccount(String account) {
		return forAccount(account, (builder) -> {
		});
	}

	/**
	 * Makes a client of an account.
	 * @param account the name of the account
	 * @param customizer sets what is to be different
	 * @return the client
	 * @throws UnknownAccountException if there is no such account
	 */
	WebClient forAccount(String account, Consumer<WebClient.Builder> customizer);

}
