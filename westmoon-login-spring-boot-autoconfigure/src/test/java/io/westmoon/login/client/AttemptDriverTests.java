package io.westmoon.login.client;

import java.time.Duration;

import io.westmoon.login.SessionStore;
import io.westmoon.login.store.InMemorySessionStore;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptDriverTests {

	private final VirtualTime time = new VirtualTime();

	private final FaultyStore store = new FaultyStore(new InMemorySessionStore());

	private final ScriptedPlatform platform = new ScriptedPlatform(this.time.clock());

	@Test
	void whoeverIsAbandonedGivesTheLeaseBack() {
		Disposable drive = driver().drive().subscribe();
		this.time.pass(Duration.ofSeconds(5));
		assertThat(this.platform.codes).hasSize(1);
		assertThat(isLeaseFree()).isFalse();
		drive.dispose();
		assertThat(isLeaseFree()).isTrue();
	}

	@Test
	void whoeverIsAbandonedInTheMomentOfClaimingTheLeaseGivesItBack() {
		Disposable.Swap drive = Disposables.swap();
		this.store.onLease = (
				lease) -> this.time.delay(Duration.ofSeconds(1)).then(lease).doOnNext((claimed) -> drive.dispose());
		drive.update(driver().drive().subscribe());
		this.time.pass(Duration.ofSeconds(5));
		assertThat(drive.isDisposed()).isTrue();
		assertThat(this.platform.codes).isEmpty();
		this.store.onLease = (lease) -> lease;
		assertThat(isLeaseFree()).isTrue();
	}

	private boolean isLeaseFree() {
		SessionStore.Lease lease = this.store.tryLease().block(Duration.ofSeconds(1));
		if (lease != null) {
			lease.release().block(Duration.ofSeconds(1));
		}
		return lease != null;
	}

	private AttemptDriver driver() {
		ClientSettings settings = ClientSettingsFixture.settings(this.time);
		AttemptRepository attempts = new AttemptRepository(new GuardedStore(this.store, settings), settings);
		LoginEvents events = new LoginEvents(settings, this.store);
		SessionRepository sessions = new SessionRepository(settings, this.store, attempts, events);
		return new AttemptDriver(settings, new GuardedStore(this.store, settings), this.platform, sessions,
				new SessionVerifier(settings, this.platform, sessions, attempts, events), attempts, events,
				new LoginExceptions(settings, attempts, events), new ChangeSignal(this.time.scheduler()), null);
	}

}
