package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.store.json.CorruptContentException;
import io.westmoon.login.store.json.SessionJson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads the files of a directory where nothing can be written, such as a read-only mount
 * or a full disk. Writes nothing, not even a lock, and moves no damaged file.
 */
final class ReadOnlySessionStore implements SessionStore {

	private final StoreFile tokens;

	private final AttemptFiles attempts;

	private final StoreDirectory directory;

	private final Clock clock;

	private final FileIo io;

	private ReadOnlySessionStore(String account, StoreDirectory directory, Clock clock) {
		this.directory = directory;
		this.clock = clock;
		this.tokens = new StoreFile(directory.file(FileSessionStore.TOKENS), directory.permissions(), clock);
		this.attempts = new AttemptFiles(account, directory, this.tokens, ContentCipher.NONE, clock);
		this.io = new FileIo(directory.path(), FileIo.TIMEOUT, () -> {
		});
	}

	static ReadOnlySessionStore open(String account, Path directory, Clock clock) {
		try {
			TrustedOwners owners = TrustedOwners.ofProcess(directory.getFileSystem());
			StoreDirectory found = new StoreDirectory(directory.toRealPath(), FilePermissions.of(directory, owners));
			found.permissions().guard().checkDirectory(found.path());
			return new ReadOnlySessionStore(account, found, clock);
		}
		catch (UntrustedFileException ex) {
			throw new SessionStoreUnavailableException(directory.toString(), ex.reason(), ex.remedy(), ex);
		}
		catch (IOException ex) {
			throw new SessionStoreUnavailableException(directory.toString(), "it cannot be read (" + ex + ")", ex);
		}
	}

	@Override
	public Mono<WestmoonSession> load() {
		return this.io.read("read the session", () -> {
			try {
				return this.tokens.read((json) -> SessionJson.read(json, this.clock.instant()));
			}
			catch (CorruptContentException ex) {
				throw new SessionStoreException("The file " + this.directory.file(FileSessionStore.TOKENS)
						+ " is damaged, " + ex.getMessage() + "; it is left as it is", ex);
			}
		});
	}

	/**
	 * An attempt that cannot be read is none, since nothing can be made of it here.
	 */
	@Override
	public Mono<LoginAttempt> attempt() {
		return this.io.read("read the login attempt", () -> {
			try {
				return this.attempts.read();
			}
			catch (CorruptContentException ex) {
				return null;
			}
		});
	}

	@Override
	public Mono<Boolean> save(WestmoonSession session) {
		return readOnly();
	}

	@Override
	public Mono<Boolean> remove(WestmoonSession session) {
		return readOnly();
	}

	@Override
	public Mono<Boolean> compareAndSet(LoginAttempt next) {
		return readOnly();
	}

	@Override
	public Mono<Lease> tryLease() {
		return readOnly();
	}

	private <T> Mono<T> readOnly() {
		return Mono.error(() -> new SessionStoreException(
				"The store in " + this.directory.path() + " was opened for reading only", null));
	}

	@Override
	public Flux<Change> changes() {
		return Flux.never();
	}

	@Override
	public @Nullable String scanLocation(LoginQrCode code) {
		Path file = this.attempts.imageOf(code);
		return (file != null) ? file.toString() : null;
	}

	@Override
	public void close() {
		this.io.close();
	}

	@Override
	public String toString() {
		return "ReadOnlySessionStore[directory=" + this.directory.path() + "]";
	}

}
