package io.westmoon.login.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * What an application does at its start with what the store holds, in virtual time.
 */
class PendingLoginsTests {

	private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

	private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

	private static final LoginAttempt NEEDED = LoginAttempt.begin("default", null);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final PendingLogins logins = new PendingLogins(CLOCK, this.time);

	private final AtomicInteger readings = new AtomicInteger();

	private final AtomicInteger waits = new AtomicInteger();

	@Test
	void aLivingCodeIsWaitedFor() {
		resume(Mono.just(NEEDED.shown(code(NOW.plusSeconds(1)))));
		assertThat(this.waits).hasValue(1);
	}

	@Test
	void aCodeThatSomebodyScannedIsWaitedForWhileItCanBeConfirmed() {
		resume(Mono.just(NEEDED.shown(code(NOW.minusSeconds(1))).scanned()));
		assertThat(this.waits).hasValue(1);
	}

	@Test
	void aConfirmedSessionIsAccepted() {
		WestmoonSession session = WestmoonSession.received("token", "", "Bearer", Duration.ZERO, CLOCK);
		resume(Mono.just(NEEDED.shown(code(NOW.minusSeconds(1))).confirmed(session)));
		assertThat(this.waits).hasValue(1);
	}

	@Test
	void withoutALivingCodeTheStoreIsReadOnceAndNothingElseHappens() {
		resume(Mono.empty());
		resume(Mono.just(NEEDED));
		resume(Mono.just(NEEDED.shown(code(NOW))));
		resume(Mono.just(NEEDED.shown(code(NOW.plusSeconds(1)))
			.failed(new LoginFailure(LoginFailure.Kind.REJECTED), NOW.plusSeconds(60))));
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.waits).hasValue(0);
		assertThat(this.readings).hasValue(4);
	}

	@Test
	void aStoreThatCannotBeReadYetIsReadAgain() {
		Mono<LoginAttempt> shown = Mono.just(NEEDED.shown(code(NOW.plusSeconds(300))));
		resume(Mono.defer(() -> (this.readings.get() < 4) ? unreadable() : shown));
		assertThat(this.waits).hasValue(0);
		this.time.advanceTimeBy(Duration.ofMinutes(1));
		assertThat(this.waits).hasValue(1);
		assertThat(this.readings).hasValue(4);
	}

	@Test
	void aStoreThatIsAwayIsNotReadForEver() {
		resume(unreadable());
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.readings).hasValueBetween(10, 30);
	}

	@Test
	void nothingIsReadAfterTheEndOfTheApplication() {
		resume(unreadable());
		this.logins.close();
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.readings).hasValue(1);
	}

	private void resume(Mono<LoginAttempt> attempt) {
		SessionStore store = mock();
		given(store.attempt()).willReturn(Mono.defer(() -> {
			this.readings.incrementAndGet();
			return attempt;
		}));
		WestmoonAuthClient client = mock();
		given(client.awaitLogin()).willReturn(Mono.fromRunnable(this.waits::incrementAndGet));
		this.logins.resume(client, store);
	}

	private static Mono<LoginAttempt> unreadable() {
		return Mono.error(new SessionStoreException("away", null));
	}

	private static LoginQrCode code(Instant expiresAt) {
		return LoginQrCode.withoutImage("scan-1", expiresAt.minusSeconds(300), LoginQrCode.DEFAULT_POLL_INTERVAL);
	}

}
