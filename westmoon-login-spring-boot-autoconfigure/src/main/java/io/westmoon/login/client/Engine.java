package io.westmoon.login.client;

import java.time.Instant;
import java.util.Optional;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.client.CurrentSession.Decision;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The parts of one account's engine, which its steps share.
 */
record Engine(ClientSettings settings, WestmoonPlatform platform, SessionStore store, CurrentSession current,
		SessionVerifier verifier, AttemptRepository attempts, LoginEvents events, ChangeSignal changeSignal,
		LateSaves lateSaves) {

	Instant now() {
		return this.settings.clock().instant();
	}

	String account() {
		return this.settings.account();
	}

	/**
	 * Reads the stored session, unless it belongs to somebody who is not expected here.
	 */
	Mono<WestmoonSession> load() {
		return this.store.load().filter(this::belongsHere);
	}

	/**
	 * Reads the stored session and makes it the current one. One that has appeared ends a
	 * cool-down, and the attempt that brought it, if nobody else did.
	 */
	Mono<CurrentSession.Known> reload() {
		return Mono.defer(() -> {
			long reading = this.current.beginReading();
			return load().map(Optional::of).defaultIfEmpty(Optional.empty()).flatMap((stored) -> {
				boolean rejected = stored.isPresent() && this.verifier.isRejected(stored.get());
				boolean isNew = this.current.found(stored.orElse(null), rejected, reading);
				if (isNew) {
					tellOfLogin();
				}
				return (stored.isPresent() && !rejected) ? this.attempts.appeared(stored.get(), isNew, now())
						: Mono.empty();
			}).then(Mono.fromSupplier(this.current::get));
		});
	}

	/**
	 * Makes a session the current one and tells so if it is new.
	 * @param unsaved whether the store does not have it yet
	 * @param reading when it was looked for
	 * @return {@code false} if somebody logged out meanwhile
	 */
	boolean accept(WestmoonSession session, boolean unsaved, long reading) {
		Decision decision = this.current.decide(session, unsaved, reading);
		if (decision == Decision.NEW) {
			tellOfLogin();
		}
		return decision != Decision.TOO_LATE;
	}

	private void tellOfLogin() {
		WestmoonSession session = this.current.get().session();
		if (session != null) {
			this.events.publish(new LoginEvent.LoggedIn(account(), now(), session.user(), session.expiresAt()));
		}
	}

	void tellOfNeed(LoginAttempt attempt) {
		this.events.publishOnce(new LoginEvent.LoginRequired(account(), now(), attempt.id(), scanLocation(attempt)));
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

	/**
	 * Tells whether a session may be used for this account as far as is known.
	 */
	boolean belongsHere(WestmoonSession session) {
		String expected = this.settings.expectedUserId();
		WestmoonUser user = session.user();
		return expected == null || user == null || user.id() == null || expected.equals(user.id());
	}

}
