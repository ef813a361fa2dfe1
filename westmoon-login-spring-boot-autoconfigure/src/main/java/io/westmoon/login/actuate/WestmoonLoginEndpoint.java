package io.westmoon.login.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonLoginException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

/**
 * Tells how the logins of all accounts stand, asks for a login and logs out. Reading
 * needs no I/O. The other operations block the calling thread, 40 seconds at most;
 * Actuator calls them on threads that may block.
 */
@Endpoint(id = "westmoonlogin", defaultAccess = Access.READ_ONLY)
public class WestmoonLoginEndpoint {

	private static final Duration TIMEOUT = Duration.ofSeconds(40);

	private static final Duration MARGIN = Duration.ofSeconds(5);

	private final Iterable<WestmoonAuthClient> clients;

	private final Duration timeout;

	/**
	 * Creates the endpoint.
	 * @param clients the accounts' clients
	 */
	public WestmoonLoginEndpoint(Iterable<WestmoonAuthClient> clients) {
		this(clients, TIMEOUT);
	}

	WestmoonLoginEndpoint(Iterable<WestmoonAuthClient> clients, Duration timeout) {
		this.clients = clients;
		this.timeout = timeout;
	}

	/**
	 * Tells how all logins stand.
	 * @return the accounts by name
	 */
	@ReadOperation
	public AccountsDescriptor accounts() {
		Map<String, AccountDescriptor> accounts = new LinkedHashMap<>();
		this.clients.forEach((client) -> accounts.put(client.account(), AccountDescriptor.of(client.status())));
		return new AccountsDescriptor(accounts);
	}

	/**
	 * Tells how the login of one account stands.
	 * @param account the name of the account
	 * @return the account, {@code null} if there is none of that name
	 */
	@ReadOperation
	public @Nullable AccountDescriptor account(@Selector String account) {
		WestmoonAuthClient client = client(account);
		return (client != null) ? AccountDescriptor.of(client.status()) : null;
	}

	/**
	 * Asks for a code, or joins the login under way.
	 * @param account the name of the account
	 * @return the account with status 202, or 503 and what is wrong
	 */
	@WriteOperation
	public WebEndpointResponse<Object> login(@Selector String account) {
		return change(account, HttpStatus.ACCEPTED.value(), (client) -> client.startLogin().then());
	}

	/**
	 * Logs an account out.
	 * @param account the name of the account
	 * @return the account with status 200, or 503 and what is wrong
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> logout(@Selector String account) {
		return change(account, HttpStatus.OK.value(), WestmoonAuthClient::logout);
	}

	private WebEndpointResponse<Object> change(String account, int status,
			Function<WestmoonAuthClient, Mono<Void>> change) {
		WestmoonAuthClient client = client(account);
		if (client == null) {
			return new WebEndpointResponse<>(HttpStatus.NOT_FOUND.value());
		}
		try {
			boolean done = Boolean.TRUE.equals(change.apply(client)
				.thenReturn(true)
				.timeout(this.timeout, Mono.just(false))
				.block(this.timeout.plus(MARGIN)));
			return done ? new WebEndpointResponse<>(AccountDescriptor.of(client.status()), status)
					: problem("It takes longer than " + this.timeout.toSeconds() + " seconds. Look again later");
		}
		catch (WestmoonLoginException ex) {
			return problem(String.valueOf(ex.getMessage()));
		}
	}

	private static WebEndpointResponse<Object> problem(String problem) {
		return new WebEndpointResponse<>(new ProblemDescriptor(problem), HttpStatus.SERVICE_UNAVAILABLE.value());
	}

	private @Nullable WestmoonAuthClient client(String account) {
		for (WestmoonAuthClient client : this.clients) {
			if (client.account().equals(account)) {
				return client;
			}
		}
		return null;
	}

	/**
	 * All accounts.
	 *
	 * @param accounts the accounts by name
	 */
	public record AccountsDescriptor(Map<String, AccountDescriptor> accounts) {
	}

	/**
	 * What is wrong.
	 *
	 * @param problem what is wrong and what to do
	 */
	public record ProblemDescriptor(String problem) {
	}

}
