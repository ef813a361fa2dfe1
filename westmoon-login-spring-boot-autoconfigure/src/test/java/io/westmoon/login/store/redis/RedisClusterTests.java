package io.westmoon.login.store.redis;

import java.util.HashSet;
import java.util.Set;

import io.westmoon.login.SessionStore;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.SessionStoreContractTests;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.testsupport.RealRedisCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Against a real Redis Cluster of three masters.
 */
class RedisClusterTests extends SessionStoreContractTests {

	private static RealRedisCluster cluster;

	private static RedisConnections connections;

	private final RedisSessionStore store = open("default");

	@BeforeAll
	static void start() {
		cluster = RealRedisCluster.start();
		connections = new RedisConnections(cluster.connections());
	}

	@AfterAll
	static void stop() {
		if (cluster != null) {
			connections.close();
			cluster.close();
		}
	}

	@AfterEach
	void forget() {
		cluster.flush();
	}

	private static RedisSessionStore open(String account) {
		return new RedisSessionStore(connections, "test:", account, Samples.CLOCK, ContentCipher.NONE);
	}

	@Override
	protected SessionStore store() {
		return this.store;
	}

	@Test
	void accountsAreSpreadOverTheMastersAndTheKeysOfOneStayTogether() {
		for (int i = 0; i < 12; i++) {
			RedisSessionStore store = open("shop-" + i);
			get(store.save(Samples.session("a")));
			get(store.compareAndSet(Samples.first()));
			assertThat(get(store.tryLease())).isNotNull();
		}
		Set<String> sizes = new HashSet<>(cluster.sizes());
		assertThat(sizes).doesNotContain(":0");
		assertThat(cluster.sizes()).allSatisfy((size) -> assertThat(Integer.parseInt(size.substring(1)) % 3).isZero());
	}

	@Test
	void aChangeOfAnotherProcessIsSignaled() {
		RedisConnections others = new RedisConnections(cluster.connections());
		RedisSessionStore other = new RedisSessionStore(others, "test:", "default", Samples.CLOCK, ContentCipher.NONE);
		StepVerifier.create(other.changes())
			.expectNext(SessionStore.Change.SESSION, SessionStore.Change.ATTEMPT)
			.then(() -> get(this.store.save(Samples.session("b"))))
			.expectNext(SessionStore.Change.SESSION)
			.thenCancel()
			.verify(Samples.TIMEOUT);
		others.close();
	}

}
