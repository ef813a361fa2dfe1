package io.westmoon.login.http;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.westmoon.login.Renewal;
import io.westmoon.login.SessionSource;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hands out what a test says and remembers what it was asked for.
 */
final class ScriptedSessions implements SessionSource {

	final AtomicInteger asked = new AtomicInteger();

	final AtomicInteger renewals = new AtomicInteger();

	WestmoonSession current = session("dead");

	Renewal renewal = new Renewal.NotRenewed();

	@Nullable WestmoonSession known;

	@Nullable Mono<Renewal> onRenew;

	Mono<WestmoonSession> available = Mono.empty();

	volatile @Nullable Duration lastWait;

	static WestmoonSession session(String token) {
		return WestmoonSession.received(token, "", "Bearer", Duration.ZERO, Clock.systemUTC());
	}

	@Override
	public @Nullable WestmoonSession currentSession() {
		return this.known;
	}

	@Override
	public Mono<WestmoonSession> session(@Nullable Duration wait) {
		return Mono.fromSupplier(() -> {
			this.asked.incrementAndGet();
			this.lastWait = wait;
			return this.current;
		});
	}

	@Override
	public Mono<WestmoonSession> sessionIfAvailable() {
		return this.available;
	}

	@Override
	public Mono<Renewal> renew(WestmoonSession refused, @Nullable Duration wait) {
		return Mono.defer(() -> {
			this.renewals.incrementAndGet();
			this.lastWait = wait;
			assertThat(refused).isSameAs(this.current);
			return (this.onRenew != null) ? this.onRenew : Mono.just(this.renewal);
		});
	}

}
