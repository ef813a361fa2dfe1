package io.westmoon.login.processes;

import java.nio.file.Path;
import java.time.Clock;

import io.westmoon.login.SessionStore;
import io.westmoon.login.store.file.FileSessionStore;
import org.junit.jupiter.api.io.TempDir;

class FileManyProcessesTests extends AbstractManyProcessesTests {

	@TempDir
	private Path directory;

	@Override
	SessionStore open() {
		return new FileSessionStore("default", this.directory, Clock.systemUTC());
	}

	@Override
	String place() {
		return this.directory.toUri().toString();
	}

}
