package io.westmoon.login.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

import io.westmoon.login.SessionCheck;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.client.CurrentSession.Decision;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CurrentSessionTests {

	private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

	private final CurrentSession current = new CurrentSession(null);

	@Test
	void theFirstReadingIsNoNews() {
		assertThat(this.current.found(session("a", NOW), this.current.beginReading())).isFalse();
		assertThat(this.current.get().loaded()).isTrue();
		assertThat(this.current.get().session().accessToken()).isEqualTo("a");
	}

	@Test
	void anotherSessionIsNewsAndTheSameOneIsNot() {
		this.current.found(session("a", NOW), this.current.beginReading());
		assertThat(this.current.found(session("b", NOW), this.current.beginReading())).isTrue();
		assertThat(this.current.found(session("b", NOW), this.current.beginReading())).isFalse();
		assertThat(this.current.found(null, this.current.beginReading())).isFalse();
		assertThat(this.current.get().verdict()).isEqualTo(Verdict.MISSING);
	}

	@Test
	void aReadingThatBeganBeforeADecisionDoesNotCount() {
		long reading = this.current.beginReading();
		this.current.decide(session("a", NOW), false, this.current.beginReading());
		assertThat(this.current.found(null, reading)).isFalse();
		assertThat(this.current.get().session().accessToken()).isEqualTo("a");
	}

	@Test
	void aSessionThatIsNotStoredYetGivesWayToANewerOneOnly() {
		this.current.decide(session("a", NOW), true, this.current.beginReading());
		assertThat(this.current.found(null, this.current.beginReading())).isFalse();
		assertThat(this.current.found(session("old", NOW), this.current.beginReading())).isFalse();
		assertThat(this.current.get().session().accessToken()).isEqualTo("a");
		assertThat(this.current.found(session("new", NOW.plusSeconds(1)), this.current.beginReading())).isTrue();
		assertThat(this.current.get().session().accessToken()).isEqualTo("new");
	}

	@Test
	void onlyTheSessionItselfCountsAsStored() {
		this.current.decide(session("a", NOW), true, this.current.beginReading());
		this.current.saved(session("b", NOW));
		assertThat(this.current.get().unsaved()).isTrue();
		this.current.saved(session("a", NOW));
		assertThat(this.current.get().unsaved()).isFalse();
	}

	@Test
	void aRejectionIsFinal() {
		WestmoonSession session = session("a", NOW);
		this.current.decide(session, false, this.current.beginReading());
		this.current.judge(session("b", NOW), SessionCheck.rejected(NOW));
		assertThat(this.current.get().verdict()).isEqualTo(Verdict.UNKNOWN);
		this.current.judge(session, SessionCheck.rejected(NOW));
		this.current.judge(session, SessionCheck.valid(new WestmoonUser("u1", null, Map.of()), NOW));
		assertThat(this.current.get().verdict()).isEqualTo(Verdict.REJECTED);
		assertThat(this.current.get().usable(Clock.fixed(NOW, ZoneOffset.UTC))).isNull();
		assertThat(this.current.get().otherThan(session("b", NOW))).isNull();
	}

	@Test
	void aSessionThatWasRejectedBeforeItIsTheCurrentOneIsDead() {
		WestmoonSession session = session("a", NOW);
		this.current.found(null, this.current.beginReading());
		this.current.judge(session, SessionCheck.rejected(NOW));
		assertThat(this.current.decide(session, false, this.current.beginReading())).isEqualTo(Decision.KNOWN);
		this.current.judge(session, SessionCheck.valid(new WestmoonUser("u1", null, Map.of()), NOW));
		assertThat(this.current.get().verdict()).isEqualTo(Verdict.REJECTED);
	}

	@Test
	void aDecisionThatComesAfterAnotherOneIsTooLate() {
		long reading = this.current.beginReading();
		this.current.found(null, reading);
		assertThat(this.current.decide(session("a", NOW), false, reading)).isEqualTo(Decision.NEW);
		assertThat(this.current.decide(session("b", NOW), false, reading)).isEqualTo(Decision.TOO_LATE);
		assertThat(this.current.decide(session("a", NOW), false, this.current.beginReading()))
			.isEqualTo(Decision.KNOWN);
		reading = this.current.beginReading();
		this.current.forget();
		assertThat(this.current.decide(session("c", NOW), false, reading)).isEqualTo(Decision.TOO_LATE);
		assertThat(this.current.get().session()).isNull();
	}

	private static WestmoonSession session(String token, Instant createdAt) {
		return new WestmoonSession(token, "", "Bearer", Duration.ZERO, null, createdAt, null);
	}

}
