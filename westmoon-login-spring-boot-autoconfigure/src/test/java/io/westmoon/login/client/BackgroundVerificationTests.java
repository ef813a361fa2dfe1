package io.westmoon.login.client;

import java.time.Duration;

import io.westmoon.login.LoginEvent;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonAuthClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A dead session is told though nobody calls.
 */
class BackgroundVerificationTests extends EngineFixture {

	private static final Duration HOUR = Duration.ofHours(1);

	/**
	 * When an hour is over, which comes a tenth early where nothing is left to chance.
	 */
	private static final Duration VERIFIED = Duration.ofMinutes(54);

	@Test
	void nothingIsAskedUnlessWanted() {
		save(this.platform.issue("t1", "u1"));
		client();
		this.time.advance(Duration.ofDays(1));
		assertThat(this.platform.checks).hasValue(0);
	}

	@Test
	void aGoodSessionIsAskedAboutAgainAndAgain() {
		save(this.platform.issue("t1", "u1"));
		WestmoonAuthClient client = verifying();
		this.time.advance(Duration.ofMinutes(53));
		assertThat(this.platform.checks).hasValue(0);
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.platform.checks).hasValue(1);
		assertThat(client.status().session().verdict()).isEqualTo(Verdict.VALID);
		this.time.advance(Duration.ofMinutes(54).multipliedBy(2));
		assertThat(this.platform.checks).hasValue(3);
		assertThat(this.platform.codes).isEmpty();
		client.close();
		this.time.advance(HOUR.multipliedBy(5));
		assertThat(this.platform.checks).hasValue(3);
	}

	@Test
	void aDeadSessionIsToldRemovedAndReplaced() {
		save(this.platform.issue("t1", "u1"));
		WestmoonAuthClient client = verifying();
		this.platform.revokeAll();
		this.time.advance(VERIFIED);
		assertThat(this.events).hasAtLeastOneElementOfType(LoginEvent.SessionRejected.class)
			.hasAtLeastOneElementOfType(LoginEvent.CodeIssued.class);
		assertThat(stored()).isNull();
		assertThat(this.platform.codes).hasSize(1);
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		assertThat(client.currentSession()).isNotNull();
	}

	@Test
	void processesThatShareAStoreShareTheLogin() {
		save(this.platform.issue("t1", "u1"));
		verifying();
		verifying();
		WestmoonAuthClient third = verifying();
		this.platform.revokeAll();
		this.time.advance(VERIFIED);
		this.time.advance(Duration.ofMinutes(2));
		assertThat(this.platform.codes).hasSize(1);
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		this.time.advance(HOUR.multipliedBy(3));
		assertThat(this.platform.codes).hasSize(1);
		assertThat(third.currentSession()).isNotNull();
	}

	@Test
	void withoutAutomaticLoginsADeadSessionIsToldAndRemoved() {
		save(this.platform.issue("t1", "u1"));
		client(DefaultWestmoonAuthClient.builder().verifyInterval(HOUR).relogin(false));
		this.platform.revokeAll();
		this.time.advance(HOUR.multipliedBy(3));
		assertThat(this.events).filteredOn(LoginEvent.SessionRejected.class::isInstance).hasSize(1);
		assertThat(stored()).isNull();
		assertThat(this.platform.codes).isEmpty();
	}

	@Test
	void aRejectionThatAProbeFoundStartsTheLoginToo() {
		save(this.platform.issue("t1", "u1"));
		WestmoonAuthClient client = verifying();
		this.platform.revokeAll();
		assertThat(call(client.check()).value().verdict()).isEqualTo(Verdict.REJECTED);
		assertThat(this.platform.codes).isEmpty();
		this.time.advance(VERIFIED);
		assertThat(this.platform.codes).hasSize(1);
		assertThat(this.events).filteredOn(LoginEvent.SessionRejected.class::isInstance).hasSize(1);
	}

	@Test
	void whereThereIsNoSessionNobodyIsAsked() {
		verifying();
		this.time.advance(Duration.ofDays(1));
		assertThat(this.platform.codes).isEmpty();
		assertThat(this.events).isEmpty();
	}

	@Test
	void aPlatformOrStoreThatIsOutOfOrderEndsNothing() {
		save(this.platform.issue("t1", "u1"));
		FaultyStore faulty = new FaultyStore(this.store);
		client(DefaultWestmoonAuthClient.builder().verifyInterval(HOUR), faulty);
		this.platform.checkFailure = new PlatformStatusException("the user", 502, null);
		this.time.advance(HOUR);
		assertThat(stored()).isNotNull();
		this.platform.checkFailure = null;
		this.platform.checkHangs = true;
		this.time.advance(HOUR);
		this.platform.checkHangs = false;
		faulty.onLoad = (load) -> {
			throw new LinkageError("on purpose");
		};
		this.time.advance(HOUR);
		faulty.onLoad = (load) -> load;
		int before = this.platform.checks.get();
		this.time.advance(HOUR.multipliedBy(2));
		assertThat(this.platform.checks).hasValueGreaterThan(before);
		assertThat(this.platform.codes).isEmpty();
	}

	@Test
	void theIntervalIsPositive() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> DefaultWestmoonAuthClient.builder().verifyInterval(Duration.ZERO));
	}

	private WestmoonAuthClient verifying() {
		return client(DefaultWestmoonAuthClient.builder().verifyInterval(HOUR));
	}

}
