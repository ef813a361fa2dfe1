package io.westmoon.login.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A logout holds, whatever else is under way at that moment.
 */
class LogoutTests extends EngineFixture {

	private final FaultyStore faulty = new FaultyStore(this.store);

	@Test
	void aLogoutElsewhereIsNotUndoneByASaveThatComesLate() {
		WestmoonAuthClient client = client();
		call(client.session());
		this.faulty.onSave = (save) -> Mono.error(FaultyStore.full());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL.plusSeconds(3));
		WestmoonAuthClient other = client(DefaultWestmoonAuthClient.builder(), this.store);
		call(other.logout()).completed();
		this.faulty.onSave = (save) -> save;
		this.time.pass(Duration.ofMinutes(3));
		assertThat(stored()).isNull();
		assertThat(call(client.session()).error()).hasMessageContaining("logged out");
	}

	@Test
	void aSessionThatALoginReadBeforeALogoutDoesNotUndoIt() {
		WestmoonAuthClient client = client();
		call(client.session());
		this.faulty.onLoad = (load) -> load.delayUntil((found) -> this.time.delay(Duration.ofMillis(100)));
		save(this.platform.issue("t-tool", "u1"));
		this.time.advance(Duration.ofMillis(150));
		this.faulty.onLoad = (load) -> load;
		call(client.logout()).completed();
		this.time.pass(Duration.ofSeconds(5));
		assertThat(stored()).isNull();
		assertThat(call(client.session()).error()).hasMessageContaining("logged out");
	}

	@Test
	void aLogoutWhileTheEndOfTheAttemptIsBeingConfirmedStaysOne() {
		WestmoonAuthClient client = client();
		call(client.session());
		this.faulty.onWrite = (attempt, write) -> (attempt.state() == AttemptState.ACCEPTED)
				? write.delayUntil((written) -> this.time.delay(Duration.ofMillis(50))) : write;
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		assertThat(attempt().state()).isEqualTo(AttemptState.ACCEPTED);
		call(client.logout()).completed();
		this.time.pass(Duration.ofSeconds(5));
		assertThat(stored()).isNull();
		assertThat(call(client.session()).error()).hasMessageContaining("logged out");
	}

	@Test
	void aLogoutElsewhereBeforeTheEndOfTheAttemptIsWrittenTakesTheSessionBack() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session());
		WestmoonAuthClient other = client(DefaultWestmoonAuthClient.builder(), this.store);
		AtomicBoolean first = new AtomicBoolean(true);
		this.faulty.onWrite = (attempt, write) -> {
			if (attempt.state() == AttemptState.ACCEPTED && first.getAndSet(false)) {
				this.store.compareAndSet(LoginAttempt.loggedOut("default", attempt(), List.of()))
					.block(Duration.ofSeconds(1));
			}
			return write;
		};
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call.error()).hasMessageContaining("logged out");
		assertThat(stored()).isNull();
		assertThat(call(other.session()).error()).hasMessageContaining("logged out");
	}

	@Test
	void aLogoutWhileTheStoreTakesNothingForgetsTheNewSession() {
		WestmoonAuthClient client = client();
		call(client.session());
		this.faulty.onSave = (save) -> this.time.delay(Duration.ofSeconds(1)).then(Mono.error(FaultyStore.full()));
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		call(client.logout()).completed();
		this.time.pass(Duration.ofMinutes(1));
		assertThat(call(client.session()).error()).hasMessageContaining("logged out");
		assertThat(stored()).isNull();
	}

	/**
	 * The process that logs in is killed right after its save, which was under way when
	 * another process logged out.
	 */
	@Test
	void aLogoutIsNotUndoneByASaveOfAProcessThatIsKilled() {
		FaultyStore killed = new FaultyStore(this.store);
		killed.onSave = (save) -> this.time.delay(Duration.ofMillis(200)).then(save).then(Mono.never());
		call(client(DefaultWestmoonAuthClient.builder(), killed).login());
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		WestmoonAuthClient other = client();
		call(other.logout()).completed();
		assertThat(attempt().state()).isEqualTo(AttemptState.LOGGED_OUT);
		this.time.pass(Duration.ofSeconds(1));
		PendingCall<WestmoonSession> session = call(other.session());
		this.time.pass(Duration.ofSeconds(1));
		assertThat(session.error()).hasMessageContaining("logged out");
		assertThat(stored()).isNull();
		this.time.pass(Duration.ofMinutes(5));
	}

	/**
	 * The process that logs out is killed between its write of the attempt and the
	 * removal of the session.
	 */
	@Test
	void aLogoutOfAProcessThatIsKilledInBetweenCounts() {
		WestmoonAuthClient client = client();
		call(client.login());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		WestmoonSession session = stored();
		assertThat(session).isNotNull();
		client.close();
		FaultyStore killed = new FaultyStore(this.store);
		WestmoonAuthClient dying = client(DefaultWestmoonAuthClient.builder(), killed);
		killed.onWrite = (attempt, write) -> {
			killed.onLoad = (load) -> Mono.never();
			return write.then(Mono.never());
		};
		call(dying.logout());
		assertThat(attempt().state()).isEqualTo(AttemptState.LOGGED_OUT);
		assertThat(stored()).isEqualTo(session);
		this.time.pass(Duration.ofSeconds(2));
		PendingCall<WestmoonSession> call = call(client().session());
		this.time.pass(Duration.ofSeconds(1));
		assertThat(call.error()).hasMessageContaining("logged out");
		assertThat(stored()).as("void, so removed").isNull();
	}

	/**
	 * The user of a session arrives while another process logs out; the process that
	 * writes the user down is killed after its save.
	 */
	@Test
	void aUserThatArrivesLateDoesNotBringASessionBack() {
		this.platform.namesUsers = false;
		WestmoonAuthClient client = client();
		call(client.login());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		this.platform.namesUsers = true;
		FaultyStore killed = new FaultyStore(this.store);
		killed.onSave = (save) -> this.time.delay(Duration.ofMillis(200)).then(save).then(Mono.never());
		WestmoonAuthClient dying = client(DefaultWestmoonAuthClient.builder(), killed);
		call(dying.check());
		call(client.logout()).completed();
		this.time.pass(Duration.ofSeconds(1));
		PendingCall<WestmoonSession> call = call(client.session());
		this.time.pass(Duration.ofSeconds(1));
		assertThat(call.error()).hasMessageContaining("logged out");
		assertThat(stored()).isNull();
		this.time.pass(Duration.ofSeconds(90));
	}

	@Test
	void aSessionThatALogoutMadeVoidIsNotUsedAfterALaterLoginEither() {
		WestmoonAuthClient client = client();
		call(client.login());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		WestmoonSession old = stored();
		call(client.logout()).completed();
		call(client.login());
		save(old);
		this.time.pass(Duration.ofSeconds(1));
		assertThat(client.currentSession()).isNull();
		assertThat(stored()).isNull();
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(client.currentSession().accessToken()).isEqualTo("token-of-scan-2");
	}

	@Override
	WestmoonAuthClient client(WestmoonAuthClientBuilder builder) {
		return client(builder, this.faulty);
	}

}
