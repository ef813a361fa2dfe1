package io.westmoon.login.soak;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginRejectedException;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.soak.Resources.Sample;
import io.westmoon.login.store.InMemorySessionStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the soak watches for is seen when it happens.
 */
class SoakInvariantsTests {

	private static final String FIRST = "access-" + "1".repeat(48);

	private static final String SECOND = "access-" + "2".repeat(48);

	private final Violations violations = new Violations();

	private final Sends sends = new Sends(this.violations);

	private final Codes codes = new Codes(this.violations);

	private final Outcomes outcomes = new Outcomes(this.violations);

	private final Resources resources = new Resources();

	private final SessionStore store = new InMemorySessionStore();

	private Sessions sessions;

	@BeforeEach
	void giveTwoSessions() {
		this.sessions = new Sessions(this.store, () -> false, this.violations);
		this.sessions.given(FIRST);
		this.sessions.given(SECOND);
	}

	@Test
	void aSeedBringsTheSameDecisionsAgain() {
		assertThat(LongStream.range(0, 1000)).allSatisfy((step) -> {
			assertThat(new Chaos(7).decision(step)).isEqualTo(new Chaos(7).decision(step));
			assertThat(new Chaos(7).scan(step)).isEqualTo(new Chaos(7).scan(step));
			assertThat(new Chaos(7).habit(3, step)).isEqualTo(new Chaos(7).habit(3, step));
		});
		assertThat(LongStream.range(0, 1000).mapToObj(new Chaos(7)::decision).toList())
			.isNotEqualTo(LongStream.range(0, 1000).mapToObj(new Chaos(8)::decision).toList());
	}

	@Test
	void aRequestMayBeSentTwiceAndNoMore() {
		this.sends.received("c1-1");
		this.sends.received("c1-1");
		assertThat(this.violations.any()).isFalse();
		this.sends.received("c1-1");
		assertThat(this.violations.seen()).containsExactly("Request c1-1 was sent 3 times");
	}

	@Test
	void aRequestThatMustNotBeSentTwiceIsNot() {
		this.sends.received("c1-1" + Sends.ONCE);
		assertThat(this.violations.any()).isFalse();
		this.sends.received("c1-1" + Sends.ONCE);
		assertThat(this.violations.any()).isTrue();
	}

	@Test
	void oneQuestionAboutAnOlderCodeMayHaveBeenOnItsWay() {
		this.codes.issued("old");
		this.codes.issued("new");
		this.codes.asked("old", "a");
		this.codes.asked("new", "b");
		this.codes.asked("old", "a");
		this.codes.asked("new", "b");
		assertThat(this.violations.any()).isFalse();
		this.codes.asked("old", "a");
		assertThat(this.violations.seen()).singleElement().asString().startsWith("Two codes live: client a");
	}

	@Test
	void aCodeThatNobodyAsksAboutNeedsAnExcuse() {
		this.codes.issued("lost");
		this.codes.issued("asked");
		this.codes.asked("asked", "a");
		this.codes.verify(1);
		assertThat(this.violations.any()).isFalse();
		this.codes.verify(0);
		assertThat(this.violations.any()).isTrue();
	}

	@Test
	void aSessionThatIsUsedIsStoredOrReplaced() {
		store(SECOND);
		this.sessions.used(SECOND, "c1-1");
		this.sessions.used(FIRST, "c1-2");
		assertThat(this.violations.any()).isFalse();
	}

	@Test
	void aSessionThatIsUsedAndNotStoredIsSeen() {
		this.sessions.used(FIRST, "c1-1");
		store(FIRST);
		this.sessions.used(SECOND, "c1-2");
		assertThat(this.violations.seen()).containsExactly("Request c1-1 carries session 1, stored is none",
				"Request c1-2 carries session 2, stored is session 1");
	}

	@Test
	void aSessionThatWasRevokedOrLoggedOutMayBeMissing() {
		this.sessions.revoke(FIRST);
		this.sessions.used(FIRST, "c1-1");
		this.sessions.beginForgetting();
		this.sessions.endForgetting();
		this.sessions.used(SECOND, "c1-2");
		assertThat(this.violations.any()).isFalse();
		String third = "access-" + "3".repeat(48);
		this.sessions.given(third);
		this.sessions.used(third, "c1-3");
		assertThat(this.violations.any()).isTrue();
	}

	@Test
	void aStrangersSessionIsSeen() {
		store(SECOND);
		this.sessions.isStrangers(SECOND);
		this.sessions.used(SECOND, "c1-1");
		assertThat(this.violations.seen()).containsExactly("Request c1-1 carries a stranger's session");
	}

	@Test
	void aCallWithoutAnOutcomeIsSeen() {
		VirtualTimeScheduler time = VirtualTimeScheduler.create();
		List<CallOutcome> outcome = new ArrayList<>();
		new Outcomes(this.violations, time).of("A call", Mono.never()).subscribe(outcome::add);
		assertThat(outcome).isEmpty();
		time.advanceTimeBy(Outcomes.BOUND);
		assertThat(outcome).containsExactly(CallOutcome.NONE);
		assertThat(this.violations.seen()).singleElement().asString().startsWith("A call ended with NONE");
	}

	@Test
	void aCallThatEndsWithNeitherValueNorKnownErrorIsSeen() {
		assertThat(this.outcomes.of("A call", Mono.empty()).block(Outcomes.BOUND)).isEqualTo(CallOutcome.UNEXPECTED);
		assertThat(this.outcomes.of("A call", Mono.error(new NullPointerException())).block(Outcomes.BOUND))
			.isEqualTo(CallOutcome.UNEXPECTED);
		assertThat(this.violations.count()).isEqualTo(2);
	}

	@Test
	void aCallThatHasNotEndedIsSeen() {
		this.outcomes.of("A call", Mono.never()).subscribe().dispose();
		this.outcomes.verify("Somebody");
		assertThat(this.violations.seen()).containsExactly("Somebody began 1 calls, of which 1 have no outcome");
	}

	@Test
	void threadsAndHeapThatStayFlatAreInOrder() {
		for (int i = 0; i < 24; i++) {
			this.resources.add(new Sample(20 + i % 8, 100, (20L + i % 10) * 1024 * 1024));
		}
		this.resources.verify(this.violations);
		assertThat(this.violations.any()).isFalse();
	}

	@Test
	void threadsAndHeapThatGrowAreSeen() {
		for (int i = 0; i < 24; i++) {
			this.resources.add(new Sample(20 + 3 * i, 100, (20L + 6 * i) * 1024 * 1024));
		}
		this.resources.verify(this.violations);
		assertThat(this.violations.seen()).hasSize(2);
	}

	@Test
	void aPlatformThatGivesNoCodeIsAnExcuse() {
		try (SoakLog log = SoakLog.begin(new PrintWriter(new StringWriter()), this.violations)) {
			LoginFailure failure = new LoginFailure(LoginFailure.Kind.PLATFORM);
			LoggerFactory.getLogger("io.westmoon")
				.debug("{}", new LoginEvent.Failed("default", Instant.EPOCH, "attempt", failure, null));
			assertThat(log.platformFailures()).isOne();
		}
	}

	@Test
	void aSecretInALogLineIsSeen() {
		StringWriter file = new StringWriter();
		try (SoakLog log = SoakLog.begin(new PrintWriter(file), this.violations)) {
			LoggerFactory.getLogger("io.westmoon.login.Some").debug("A harmless line");
			assertThat(this.violations.any()).isFalse();
			LoggerFactory.getLogger("io.westmoon.login.Some").debug("A line with {}", FIRST);
			assertThat(log.errors()).isZero();
		}
		assertThat(this.violations.count()).isEqualTo(1);
		assertThat(file.toString()).contains("A harmless line");
	}

	@Test
	void anErrorThatReachesNobodyIsSeen() {
		try (SoakLog log = SoakLog.begin(new PrintWriter(new StringWriter()), this.violations)) {
			Operators.onErrorDropped(new LoginRejectedException("default", "lost", null), Context.empty());
			assertThat(log.errors()).isOne();
		}
		assertThat(this.violations.count()).isEqualTo(1);
	}

	private void store(String accessToken) {
		WestmoonSession session = WestmoonSession.received(accessToken, "", "Bearer", Duration.ofDays(7),
				Clock.systemUTC());
		assertThat(this.store.save(session).block(Outcomes.BOUND)).isTrue();
	}

}
