package io.westmoon.login.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.InMemorySessionStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import reactor.core.publisher.Mono;

/**
 * Clients that share a store in memory, a scripted platform, and time that passes when a
 * test says so.
 */
abstract class EngineFixture {

	/**
	 * How often the scripted platform wants to be polled.
	 */
	static final Duration INTERVAL = Duration.ofSeconds(5);

	/**
	 * Longer than any test's login takes.
	 */
	static final Duration LONG = Duration.ofHours(2);

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	final VirtualTime time = new VirtualTime();

	/**
	 * What the clients told.
	 */
	final List<LoginEvent> events = new ArrayList<>();

	final InMemorySessionStore store = new InMemorySessionStore();

	ScriptedPlatform platform;

	private final List<WestmoonAuthClient> clients = new ArrayList<>();

	@BeforeEach
	void preparePlatform() {
		this.platform = new ScriptedPlatform(this.time.clock());
	}

	@AfterEach
	void closeClients() {
		this.clients.forEach(WestmoonAuthClient::close);
	}

	WestmoonAuthClient client() {
		return client(DefaultWestmoonAuthClient.builder());
	}

	WestmoonAuthClient client(WestmoonAuthClientBuilder builder) {
		return client(builder, this.store);
	}

	WestmoonAuthClient client(WestmoonAuthClientBuilder builder, SessionStore store) {
		WestmoonAuthClient client = this.time.use(builder).platform(platform()).store(store).build();
		client.events().subscribe(this.events::add);
		this.clients.add(client);
		return client;
	}

	WestmoonPlatform platform() {
		return this.platform;
	}

	void save(WestmoonSession session) {
		this.store.save(session).block(TIMEOUT);
	}

	WestmoonSession stored() {
		return this.store.load().block(TIMEOUT);
	}

	LoginAttempt attempt() {
		return this.store.attempt().block(TIMEOUT);
	}

	static <T> PendingCall<T> call(Mono<T> mono) {
		return new PendingCall<>(mono);
	}

}
