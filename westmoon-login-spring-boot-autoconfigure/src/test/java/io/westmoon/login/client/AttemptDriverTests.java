package io.westmoon.login.client;

import java.time.Duration;

import io.westmoon.login.SessionStore;
import io.westmoon.login.store.InMemorySessionStore;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

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
		ClientSettings settings = new ClientSettings("default", null, true, Duration.ofMinutes(5), 1, 3,
				Duration.ofMinutes(1), Duration.ofMinutes(30), null, Duration.ZERO, null, this.time.clock(),
				this.time::nanos, () -> 0, this.time.scheduler(), this.time.scheduler());
		CurrentSession current = new CurrentSession();
		AttemptRepository attempts = new AttemptRepository(this.store, settings);
		return new AttemptDriver(new Engine(settings, this.platform, this.store, current,
				new SessionVerifier(this.platform, this.time.clock(), (session, check) -> Mono.empty()), attempts,
				new LoginEvents(this.time.scheduler()), new ChangeSignal(this.time.scheduler()),
				new LateSaves(settings, this.store, current, attempts)), null);
	}

}
