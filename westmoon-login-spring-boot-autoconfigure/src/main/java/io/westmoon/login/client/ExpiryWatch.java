package io.westmoon.login.client;

import java.time.Duration;
import java.time.Instant;

import io.westmoon.login.LoginEvent;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * Looks once a minute whether the session ends soon, and tells so once for each session.
 */
final class ExpiryWatch {

	private static final Duration PERIOD = Duration.ofMinutes(1);

	private final ClientSettings settings;

	private final CurrentSession current;

	private final LoginEvents events;

	private @Nullable WestmoonSession told;

	ExpiryWatch(ClientSettings settings, CurrentSession current, LoginEvents events) {
		this.settings = settings;
		this.current = current;
		this.events = events;
	}

	Disposable start() {
		return this.settings.expiryNotice().isZero() ? () -> {
		} : Flux.interval(PERIOD, this.settings.scheduler()).onBackpressureDrop().subscribe((tick) -> look());
	}

	private void look() {
		CurrentSession.Known known = this.current.get();
		WestmoonSession session = known.session();
		Instant expiresAt = (session != null) ? session.expiresAt() : null;
		if (session == null || expiresAt == null || session.isSameAs(this.told)
				|| known.verdict() == SessionCheck.Verdict.REJECTED) {
			return;
		}
		Instant now = this.settings.clock().instant();
		if (!now.isBefore(expiresAt.minus(this.settings.expiryNotice())) && now.isBefore(expiresAt)) {
			this.told = session;
			this.events.publish(new LoginEvent.Expiring(this.settings.account(), now, expiresAt));
		}
	}

}
