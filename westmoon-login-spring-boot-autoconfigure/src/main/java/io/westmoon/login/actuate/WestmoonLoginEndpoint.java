package io.westmoon.login.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import io.westmoon.login.LoginNotifications;
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
 * Tells how the logins of all accounts stand, asks for a login, logs out, and tries out
 * and puts off notices. Reading needs no I/O. The other operations block the calling
 * thread, 40 seconds at most; Actuator calls them on threads that may block.
 */
@Endpoint(id = "westmoonlogin", defaultAccess = Access.READ_ONLY)
public class WestmoonLoginEndpoint {

	private static final Duration TIMEOUT = Duration.ofSeconds(40);

	private static final Duration MARGIN = Duration.ofSeconds(5);

	private static final String NOTIFY_TEST = "notify-test";

	private static final String SNOOZE = "snooze";

	private static final Object TOO_SLOW = new Object();

	private final Iterable<WestmoonAuthClient> clients;

	private final @Nullable LoginNotifications notifications;

	private final Duration timeout;

	/**
	 * Creates the endpoint.
	 * @param clients the accounts' clients
	 */
	public WestmoonLoginEndpoint(Iterable<WestmoonAuthClient> clients) {
		this(clients, null);
	}

	/**
	 * Creates the endpoint.
	 * @param clients the accounts' clients
	 * @param notifications the notices about logins; {@code null} if there are none
	 */
	public WestmoonLoginEndpoint(Iterable<WestmoonAuthClient> clients, @Nullable LoginNotifications notifications) {
		this(clients, notifications, TIMEOUT);
	}

	WestmoonLoginEndpoint(Iterable<WestmoonAuthClient> clients, @Nullable LoginNotifications notifications,
			Duration timeout) {
		this.clients = clients;
		this.notifications = notifications;
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
	 * Asks for a code, or joins the login under way. A session that still works is
	 * renewed and stays in use meanwhile.
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

	/**
	 * Does something about the notices of an account: {@value #NOTIFY_TEST} sends a test
	 * notice through all channels, {@value #SNOOZE} puts off the next notice by an hour.
	 * @param account the name of the account
	 * @param action what to do
	 * @return status 200 and what the channels answered, or whether a login is under way;
	 * 503 and what is wrong; 404 if there is no such account or action
	 */
	@WriteOperation
	public WebEndpointResponse<Object> notices(@Selector String account, @Selector String action) {
		LoginNotifications notifications = this.notifications;
		if (notifications == null || client(account) == null) {
			return new WebEndpointResponse<>(HttpStatus.NOT_FOUND.value());
		}
		return switch (action) {
			case NOTIFY_TEST -> answer(notifications.test(account).map(ChannelsDescriptor::new));
			case SNOOZE -> answer(notifications.snooze(account, LoginNotifications.SNOOZE).map(SnoozeDescriptor::new));
			default -> new WebEndpointResponse<>(HttpStatus.NOT_FOUND.value());
		};
	}

	private WebEndpointResponse<Object> answer(Mono<?> action) {
		try {
			Object answer = action.<Object>cast(Object.class)
				.timeout(this.timeout, Mono.just(TOO_SLOW))
				.block(this.timeout.plus(MARGIN));
			return (answer == TOO_SLOW || answer == null) ? tooSlow() : new WebEndpointResponse<>(answer);
		}
		catch (WestmoonLoginException ex) {
			return problem(String.valueOf(ex.getMessage()));
		}
	}

	private WebEndpointResponse<Object> tooSlow() {
		return problem("It takes longer than " + this.timeout.toSeconds() + " seconds. Look again later");
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
			return done ? new WebEndpointResponse<>(AccountDescriptor.of(client.status()), status) : tooSlow();
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
	 * What the channels answered to a test notice.
	 *
	 * @param channels the answers by the name of the channel
	 */
	public record ChannelsDescriptor(Map<String, String> channels) {
	}

	/**
	 * Whether the next notice was put off.
	 *
	 * @param snoozed whether it was; not if no login is under way
	 */
	public record SnoozeDescriptor(boolean snoozed) {
	}

	/**
	 * What is wrong.
	 *
	 * @param problem what is wrong and what to do
	 */
	public record ProblemDescriptor(String problem) {
	}

}
