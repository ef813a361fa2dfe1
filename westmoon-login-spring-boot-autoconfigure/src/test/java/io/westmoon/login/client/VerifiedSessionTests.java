package io.westmoon.login.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.PlatformUnreachableException;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A job gets a session that the platform has just accepted, or a clear error.
 */
class VerifiedSessionTests extends EngineFixture {

	@Test
	void aGoodSessionIsAskedAboutEachTime() {
		save(this.platform.issue("t1", "u1"));
		WestmoonAuthClient client = client();
		assertThat(call(client.verifiedSession(null)).value().accessToken()).isEqualTo("t1");
		assertThat(call(client.verifiedSession(null)).value().accessToken()).isEqualTo("t1");
		assertThat(this.platform.checks).hasValue(2);
	}

	@Test
	void aDeadSessionIsReplacedBeforeTheJobBegins() {
		save(this.platform.issue("t1", "u1"));
		this.platform.revokeAll();
		WestmoonAuthClient client = client();
		assertThat(client.currentSession()).isNotNull();
		List<PendingCall<WestmoonSession>> jobs = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			jobs.add(call(client.verifiedSession(Duration.ofMinutes(1))));
		}
		assertThat(jobs).allMatch(PendingCall::pending);
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		assertThat(jobs).allSatisfy((job) -> assertThat(job.value().accessToken()).isEqualTo("token-of-scan-1"));
		assertThat(this.platform.codes).hasSize(1);
		assertThat(this.platform.checks).hasValue(2);
	}

	@Test
	void whatWorkWaitsIsToldWhileItWaits() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> job = call(client.verifiedSession(null, "nightly\nimport"));
		PendingCall<WestmoonSession> other = call(client.verifiedSession(Duration.ofSeconds(30), "nightly\nimport"));
		assertThat(client.status().waitingFor()).containsExactly("nightly import");
		this.time.advance(Duration.ofSeconds(30));
		assertThat(other.error()).isInstanceOf(LoginRequiredException.class);
		assertThat(client.status().waitingFor()).containsExactly("nightly import");
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		assertThat(job.value()).isNotNull();
		assertThat(client.status().waitingFor()).isEmpty();
	}

	@Test
	void withoutASessionThereIsALogin() {
		PendingCall<WestmoonSession> job = call(client().verifiedSession(null));
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		assertThat(job.value().accessToken()).isEqualTo("token-of-scan-1");
		assertThat(this.platform.checks).hasValue(1);
	}

	@Test
	void ofAQuestionUnderWayOnlyARejectionCounts() {
		save(this.platform.issue("t1", "u1"));
		WestmoonAuthClient client = client();
		this.platform.checkHangs = true;
		PendingCall<?> earlier = call(client.check());
		List<PendingCall<WestmoonSession>> jobs = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			jobs.add(call(client.verifiedSession(null)));
		}
		this.platform.checkHangs = false;
		this.time.advance(Duration.ofSeconds(25));
		assertThat(earlier.pending()).isFalse();
		assertThat(jobs).allSatisfy((job) -> assertThat(job.value().accessToken()).isEqualTo("t1"));
	}

	@Test
	void ofALoginUnderWayTheAnswerToAnEarlierQuestionDoesNotCount() {
		Sinks.Empty<Void> saved = Sinks.empty();
		FaultyStore slow = new FaultyStore(this.store);
		slow.onSave = (save) -> saved.asMono().then(save);
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder(), slow);
		call(client.login());
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		assertThat(this.platform.checks).hasValue(1);
		this.platform.revokeAll();
		this.time.advance(Duration.ofSeconds(1));
		PendingCall<WestmoonSession> job = call(client.verifiedSession(Duration.ofMinutes(1)));
		saved.tryEmitEmpty();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(job.pending()).as("another code is there").isTrue();
		assertThat(this.platform.codes).hasSize(2);
	}

	@Test
	void aSessionThatThePlatformDoesNotSpeakOfIsNotHandedOut() {
		save(this.platform.issue("t1", "u1"));
		WestmoonAuthClient client = client();
		this.platform.checkFailure = new PlatformStatusException("the user", 502, null);
		Throwable first = call(client.verifiedSession(null)).error();
		Throwable second = call(client.verifiedSession(null)).error();
		assertThat(first).isInstanceOf(PlatformStatusException.class)
			.hasMessage(this.platform.checkFailure.getMessage())
			.isNotSameAs(second);
		assertThat(((PlatformStatusException) first).status()).isEqualTo(502);
		assertThat(call(client.session()).value().accessToken()).isEqualTo("t1");
		assertThat(this.platform.codes).isEmpty();
	}

	@Test
	void aNewSessionThatThePlatformDoesNotSpeakOfIsNotHandedOutEither() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> job = call(client.verifiedSession(null));
		this.platform.checkFailure = new PlatformStatusException("the user", 502, null);
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		assertThat(job.error()).isInstanceOf(PlatformStatusException.class);
		assertThat(stored()).isNotNull();
	}

	@Test
	void aPlatformThatIsSilentEndsTheWait() {
		save(this.platform.issue("t1", "u1"));
		this.platform.checkHangs = true;
		PendingCall<WestmoonSession> job = call(client().verifiedSession(Duration.ofSeconds(3)));
		this.time.advance(Duration.ofMillis(2999));
		assertThat(job.pending()).isTrue();
		this.time.advance(Duration.ofMillis(1));
		assertThat(job.error()).isInstanceOf(PlatformUnreachableException.class);
	}

	@Test
	void whoDoesNotWaitIsToldThatAPersonIsNeeded() {
		save(this.platform.issue("t1", "u1"));
		this.platform.revokeAll();
		PendingCall<WestmoonSession> job = call(client().verifiedSession(Duration.ZERO));
		this.time.advance(ClientSettings.NO_WAIT);
		assertThat(job.error()).isInstanceOf(LoginRequiredException.class);
		assertThat(this.platform.codes).hasSize(1);
	}

	@Test
	void nobodyScansInTime() {
		PendingCall<WestmoonSession> job = call(client().verifiedSession(Duration.ofSeconds(30)));
		this.time.advance(Duration.ofSeconds(30));
		assertThat(job.error()).isInstanceOf(LoginRequiredException.class);
	}

	@Test
	void withoutAutomaticLoginsADeadSessionIsAnError() {
		save(this.platform.issue("t1", "u1"));
		this.platform.revokeAll();
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().relogin(false));
		assertThat(call(client.verifiedSession(null)).error()).isInstanceOf(LoginRequiredException.class)
			.hasMessageContaining("switched off");
		assertThat(this.platform.codes).isEmpty();
	}

	@Test
	void aStoreThatIsSilentEndsTheWait() {
		FaultyStore silent = new FaultyStore(this.store);
		silent.onLoad = (load) -> Mono.never();
		PendingCall<WestmoonSession> job = call(
				client(DefaultWestmoonAuthClient.builder(), silent).verifiedSession(Duration.ofSeconds(2)));
		this.time.advance(Duration.ofSeconds(2));
		assertThat(job.error()).isInstanceOf(SessionStoreException.class);
	}

	@Test
	void aStrangersSessionIsNotHandedOut() {
		save(this.platform.issue("t1", "stranger"));
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().expectedUserId("u1"));
		PendingCall<WestmoonSession> job = call(client.verifiedSession(null));
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		assertThat(job.value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void aSessionThatSomebodyElseStoredIsAskedAbout() {
		FaultyStore silent = new FaultyStore(this.store);
		silent.onChanges = (changes) -> Flux.never();
		save(this.platform.issue("t1", "u1"));
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder(), silent);
		call(client.session()).value();
		this.time.advance(Duration.ofSeconds(1));
		save(this.platform.issue("t2", "u1"));
		assertThat(call(client.verifiedSession(null)).value().accessToken()).isEqualTo("t2");
		assertThat(this.platform.checks).hasValue(1);
	}

}
