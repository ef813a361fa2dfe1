package io.westmoon.login.benchmark;

import java.time.Clock;
import java.time.Duration;

import io.westmoon.login.Renewal;
import io.westmoon.login.SessionSource;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Always knows a good session.
 */
final class GoodSession implements SessionSource {

	static final String TOKEN = "0123456789abcdef".repeat(4);

	private volatile WestmoonSession session = WestmoonSession.received(TOKEN, "", "Bearer", Duration.ZERO,
			Clock.systemUTC());

	@Override
	public WestmoonSession currentSession() {
		return this.session;
	}

	@Override
	public Mono<WestmoonSession> session(@Nullable Duration wait) {
		return Mono.just(this.session);
	}

	@Override
	public Mono<Renewal> renew(WestmoonSession refused, @Nullable Duration wait) {
		return Mono.just(new Renewal.NotRenewed());
	}

}
