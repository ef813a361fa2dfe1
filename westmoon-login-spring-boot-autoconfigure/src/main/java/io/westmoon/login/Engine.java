package io.westmoon.login;

import java.time.Instant;

import reactor.core.publisher.Mono;

/**
 * The parts of one account's engine, which its steps share.
 */
record Engine(EngineSettings settings, WestmoonPlatform platform, SessionStore store, CurrentSession current,
		SessionVerifier verifier, Attempts attempts, LoginEvents events, WakeUps wakeUps) {

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
	 * Makes a session the current one and tells so if it is new.
	 */
	void accept(WestmoonSession session) {
		if (this.current.replace(session)) {
			this.events.publish(new LoginEvent.LoggedIn(account(), now(), session.user(), session.expiresAt()));
		}
	}

	CoolDowns coolDowns() {
		return new CoolDowns(this.settings.coolDown(), this.settings.maxCoolDown());
	}

	private boolean belongsHere(WestmoonSession session) {
		String expected = this.settings.expectedUserId();
		WestmoonUser user = session.user();
		return expected == null || user == null || user.id() == null || expected.equals(user.id());
	}

}
