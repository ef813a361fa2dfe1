package io.westmoon.login.store.file;

import java.nio.file.Path;

import io.westmoon.login.SessionStore;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.SessionStoreContractTests;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file store with encrypted files keeps what every store promises.
 */
class EncryptedSessionStoreTests extends SessionStoreContractTests {

	@TempDir
	private Path directory;

	private FileSessionStore store;

	@BeforeEach
	void open() {
		this.store = new FileSessionStore("default", this.directory, Keys.cipher(1), Samples.CLOCK);
	}

	@Override
	protected SessionStore store() {
		return this.store;
	}

}
