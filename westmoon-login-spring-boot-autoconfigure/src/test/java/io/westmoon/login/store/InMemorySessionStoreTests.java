package io.westmoon.login.store;

import io.westmoon.login.SessionStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InMemorySessionStoreTests extends SessionStoreContractTests {

	private final InMemorySessionStore store = new InMemorySessionStore();

	@Override
	protected SessionStore store() {
		return this.store;
	}

	@Test
	void keepsNoPictureThatAPersonCanOpen() {
		assertThat(this.store.scanLocation(Samples.code("s"))).isNull();
	}

}
