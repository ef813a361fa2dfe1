package io.westmoon.login.benchmark;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.westmoon.login.LoginQrCode;
import io.westmoon.login.ScanResult;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.store.InMemorySessionStore;
import reactor.core.publisher.Mono;

/**
 * A platform whose people scan at once and confirm when the issuer gives the token. A
 * login is a code.
 */
final class IssuedSessions implements WestmoonPlatform {

	private final TokenIssuer issuer;

	private IssuedSessions(TokenIssuer issuer) {
		this.issuer = issuer;
	}

	/**
	 * Opens a client that has the old session.
	 */
	static WestmoonAuthClient client(TokenIssuer issuer) {
		InMemorySessionStore store = new InMemorySessionStore();
		store.save(session(TokenIssuer.OLD)).block();
		WestmoonAuthClient client = DefaultWestmoonAuthClient.builder()
			.platform(new IssuedSessions(issuer))
			.store(store)
			.expectedUserId("1")
			.pollInterval(Duration.ofMillis(1))
			.build();
		client.session().block(Duration.ofSeconds(10));
		return client;
	}

	static WestmoonSession session(String token) {
		return WestmoonSession.received(token, "refresh", "Bearer", Duration.ofDays(1), Clock.systemUTC());
	}

	static SessionCheck valid() {
		return SessionCheck.valid(WestmoonUser.of(Map.of("id", "1")), Instant.now());
	}

	@Override
	public Mono<LoginQrCode> requestCode() {
		return Mono.fromSupplier(() -> LoginQrCode.withoutImage(String.valueOf(this.issuer.begin()), Instant.now(),
				LoginQrCode.DEFAULT_POLL_INTERVAL));
	}

	@Override
	public Mono<ScanResult> poll(String scanToken) {
		return this.issuer.issued(Integer.parseInt(scanToken))
			.map((token) -> new ScanResult(ScanStatus.CONFIRMED, "confirmed", session(token)));
	}

	@Override
	public Mono<SessionCheck> check(WestmoonSession session) {
		return Mono.fromSupplier(
				() -> this.issuer.isGood(session.accessToken()) ? valid() : SessionCheck.rejected(Instant.now()));
	}

}
