package io.westmoon.login.client;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginListener;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Publishes what happens to listeners and subscribers. None of them can hold up or break
 * a login: each has a queue and, while it is busy, a thread of its own. Thread-safe.
 */
final class LoginEvents {

	private static final Log logger = LogFactory.getLog(LoginEvents.class);

	private final ClientSettings settings;

	private final SessionStore store;

	private final List<ListenerQueue> listeners = new CopyOnWriteArrayList<>();

	private final Sinks.Many<LoginEvent> sink = Sinks.many().multicast().directBestEffort();

	private @Nullable String required;

	LoginEvents(ClientSettings settings, SessionStore store) {
		this.settings = settings;
		this.store = store;
	}

	/**
	 * Tells a listener what happens from now on.
	 */
	void subscribe(LoginListener listener) {
		this.listeners.add(new ListenerQueue(listener, this.settings.workers()));
	}

	/**
	 * Never fails and never waits for a listener.
	 */
	synchronized void publish(LoginEvent event) {
		this.listeners.forEach((listener) -> listener.add(event));
		try {
			this.sink.tryEmitNext(event);
		}
		catch (Throwable ex) {
			logger.warn("A subscriber to WestmoonAuthClient.events() of account '" + account() + "' failed", ex);
		}
	}

	/**
	 * Tells once of each attempt that it waits for a person, and again of a renewal that
	 * calls have come to wait for.
	 */
	synchronized void loginRequired(LoginAttempt attempt) {
		String required = (attempt.isRenewal() ? "renewal " : "") + attempt.id();
		if (!required.equals(this.required)) {
			this.required = required;
			publish(new LoginEvent.LoginRequired(account(), this.settings.now(), attempt.id(), scanLocation(attempt),
					attempt.isRenewal()));
		}
	}

	/**
	 * Reminds people to renew the session.
	 * @param attempt the attempt that renews it
	 */
	void expiring(LoginAttempt attempt, Instant expiresAt) {
		publish(new LoginEvent.Expiring(account(), this.settings.now(), attempt.id(), expiresAt, attempt.reminders(),
				scanLocation(attempt)));
	}

	void codeIssued(LoginAttempt attempt, LoginQrCode code) {
		publish(new LoginEvent.CodeIssued(account(), this.settings.now(), attempt.id(), code.image(), code.expiresAt(),
				scanLocation(attempt), attempt.isRenewal()));
	}

	void scanned(LoginAttempt attempt) {
		publish(new LoginEvent.Scanned(account(), this.settings.now(), attempt.id()));
	}

	void wrongUser(LoginAttempt attempt) {
		publish(new LoginEvent.WrongUser(account(), this.settings.now(), attempt.id()));
	}

	void loggedIn(WestmoonSession session) {
		publish(new LoginEvent.LoggedIn(account(), this.settings.now(), session.user(), session.expiresAt()));
	}

	void loggedOut() {
		publish(new LoginEvent.LoggedOut(account(), this.settings.now()));
	}

	/**
	 * Tells that an attempt has ended, or waits, without a session.
	 */
	void failed(LoginAttempt attempt) {
		LoginFailure failure = Objects.requireNonNull(attempt.failure());
		publish(switch (failure.kind()) {
			case NOBODY_SCANNED, EXPIRED, WRONG_USER -> new LoginEvent.Abandoned(account(), this.settings.now(),
					attempt.id(), failure, attempt.coolDownUntil());
			case REJECTED, CANCELED, SESSION_REJECTED, REPLACED_ELSEWHERE, PLATFORM ->
				new LoginEvent.Failed(account(), this.settings.now(), attempt.id(), failure, attempt.coolDownUntil());
		});
	}

	void sessionRejected() {
		publish(new LoginEvent.SessionRejected(account(), this.settings.now()));
	}

	/**
	 * Tells a person where to scan: on the attempt's page or, without one, wherever the
	 * store keeps the picture.
	 */
	@Nullable String scanLocation(LoginAttempt attempt) {
		String page = this.settings.loginPage();
		if (page != null && attempt.isLive()) {
			return page + "/" + attempt.id();
		}
		LoginQrCode code = attempt.code();
		return (code != null) ? this.store.scanLocation(code) : null;
	}

	private String account() {
		return this.settings.account();
	}

	/**
	 * Each subscriber gets a queue and a thread that it may block.
	 */
	Flux<LoginEvent> flux() {
		return Flux.defer(() -> {
			AtomicBoolean told = new AtomicBoolean();
			return this.sink.asFlux().onBackpressureBuffer(ListenerQueue.CAPACITY, (lost) -> {
				if (told.compareAndSet(false, true)) {
					logger.warn("A subscriber to WestmoonAuthClient.events() of account '" + account()
							+ "' is too slow and misses events");
				}
			}, BufferOverflowStrategy.DROP_OLDEST).publishOn(this.settings.workers());
		});
	}

	synchronized void close() {
		this.sink.tryEmitComplete();
	}

}
