package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.store.json.CorruptContentException;
import io.westmoon.login.store.json.SessionJson;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Keeps one account's login in a directory that only its owner can read, shared by all
 * processes that use the directory and with the existing Westmoon tools, in their format.
 * With a {@link ContentCipher} the files are encrypted, so that the tools cannot read
 * them, and the pictures of codes are not written. Thread-safe; works on threads of its
 * own, which end when they are idle. Signals on other threads, which subscribers may
 * block.
 */
public final class FileSessionStore implements SessionStore {

	static final String TOKENS = "tokens.json";

	private static final String STORE_LOCK = ".store.lock";

	private static final String LOGIN_LOCK = ".login.lock";

	private static final List<String> FILES = List.of(TOKENS, AttemptFiles.ATTEMPT, AttemptFiles.PENDING, STORE_LOCK,
			LOGIN_LOCK);

	private static final Log logger = LogFactory.getLog(FileSessionStore.class);

	private static final Scheduler SIGNALS = Schedulers.fromExecutor(StoreThreads.SIGNALS);

	private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

	private final String account;

	private final Clock clock;

	private final StoreDirectory directory;

	private final DirectoryClaim claim;

	private final StoreFile tokens;

	private final AttemptFiles attempts;

	private final LockFile section;

	private final LockFile lease;

	private final FileChangePoller changes;

	private final ChangeWatcher watcher;

	private final FileIo io;

	/**
	 * Opens the store: creates the directory if need be and makes sure that it can be
	 * written, and by nobody else. Blocks.
	 * @param account the name of the account
	 * @param directory the directory, of this account alone
	 * @param clock tells the time
	 * @throws SessionStoreUnavailableException if the directory cannot be created or
	 * written, if others could have changed what is in it, or if a store of another
	 * account has it open in this JVM
	 */
	public FileSessionStore(String account, Path directory, Clock clock) {
		this(account, directory, ContentCipher.NONE, clock);
	}

	/**
	 * Opens the store as {@link FileSessionStore#FileSessionStore(String, Path, Clock)
	 * without} a cipher. Files that are not encrypted yet are read, and encrypted when
	 * they are written next. A file that cannot be decrypted is left as it is; operations
	 * fail.
	 * @param account the name of the account
	 * @param directory the directory, of this account alone
	 * @param cipher encrypts the files; all processes that share the directory need the
	 * same keys
	 * @param clock tells the time
	 * @throws SessionStoreUnavailableException if the directory cannot be created or
	 * written, if others could have changed what is in it, or if a store of another
	 * account has it open in this JVM
	 */
	public FileSessionStore(String account, Path directory, ContentCipher cipher, Clock clock) {
		this(account, directory, cipher, clock, ChangeWatcher.shared(), FileIo.TIMEOUT);
	}

	/**
	 * Opens a store with a watcher and a time limit of its own.
	 */
	FileSessionStore(String account, Path directory, ContentCipher cipher, Clock clock, ChangeWatcher watcher,
			Duration timeout) {
		this.account = account;
		this.clock = clock;
		this.directory = StoreDirectory.open(directory, FILES, clock);
		this.claim = DirectoryClaim.of(this.directory.path(), account);
		FilePermissions permissions = this.directory.permissions();
		this.tokens = new StoreFile(this.directory.file(TOKENS), permissions, clock, cipher, account + "/" + TOKENS);
		this.attempts = new AttemptFiles(account, this.directory, this.tokens, cipher, clock);
		this.section = LockFile.open(this.directory.file(STORE_LOCK), permissions);
		this.lease = LockFile.open(this.directory.file(LOGIN_LOCK), permissions);
		this.changes = this.attempts.changes();
		this.watcher = watcher;
		this.io = new FileIo(this.directory.path(), timeout, this::closeLocks);
	}

	/**
	 * Opens the store in a configured directory. Blocks.
	 * @param account the name of the account
	 * @param directory a path, relative to the working directory unless it is absolute or
	 * begins with {@code ~} for the user's home; {@code null} or blank for
	 * {@code ~/.westmoon-user-login}
	 * @param clock tells the time
	 * @return the store
	 * @throws SessionStoreUnavailableException if the directory cannot be created or
	 * written, if others could have changed what is in it, or if a store of another
	 * account has it open in this JVM
	 */
	public static FileSessionStore open(String account, @Nullable String directory, Clock clock) {
		return open(account, directory, ContentCipher.NONE, clock);
	}

	/**
	 * Opens the store in a configured directory, with encrypted files. Blocks.
	 * @param account the name of the account
	 * @param directory a path as {@link #open(String, String, Clock) without encryption};
	 * {@code null} or blank for {@code ~/.westmoon-user-login}
	 * @param cipher encrypts the files; all processes that share the directory need the
	 * same keys
	 * @param clock tells the time
	 * @return the store
	 * @throws SessionStoreUnavailableException if the directory cannot be created or
	 * written, if others could have changed what is in it, or if a store of another
	 * account has it open in this JVM
	 */
	public static FileSessionStore open(String account, @Nullable String directory, ContentCipher cipher, Clock clock) {
		return new FileSessionStore(account, StoreDirectory.resolve(directory), cipher, clock);
	}

	/**
	 * Opens the files of a directory for reading, where nothing can be written: on a
	 * read-only mount or a full disk. Blocks. Operations that write fail, and changes are
	 * not signaled.
	 * @param account the name of the account
	 * @param directory a path as {@link #open(String, String, Clock)}
	 * @param clock tells the time
	 * @return the store
	 * @throws SessionStoreUnavailableException if the directory cannot be read, or if
	 * others could have changed what is in it
	 */
	public static SessionStore openReadOnly(String account, @Nullable String directory, Clock clock) {
		return ReadOnlySessionStore.open(account, StoreDirectory.resolve(directory), clock);
	}

	/**
	 * Deletes the session, the attempt, the pending login and the pictures of codes,
	 * without a lock and without writing anything, so that a logout is possible on a full
	 * disk. Afterwards there is room for a logout that other processes hear of. Blocks.
	 * @param directory a path as {@link #open(String, String, Clock)}
	 * @throws SessionStoreUnavailableException if a file cannot be deleted, or if others
	 * could have changed what is in the directory
	 */
	public static void deleteLogin(@Nullable String directory) {
		LoginFiles.delete(StoreDirectory.resolve(directory));
	}

	/**
	 * Reads the code that {@code pending_login.json} names, also while an attempt with
	 * another code is stored: then the existing tool has shown a code of its own.
	 * @return the code, empty if there is none that is alive
	 */
	public Mono<LoginQrCode> pendingCode() {
		return this.io.read("read the pending login", this.attempts::pendingCode);
	}

	/**
	 * Returns the directory.
	 * @return its real path
	 */
	public Path directory() {
		return this.directory.path();
	}

	@Override
	public Mono<WestmoonSession> load() {
		return read("read the session", () -> this.tokens.read(this::session),
				() -> this.tokens.readOrQuarantine(this::session));
	}

	/**
	 * Reads without the lock. Corrupt content is read again with the lock, which allows
	 * to quarantine it.
	 */
	private <T> Mono<T> read(String purpose, Reading<T> reading, IoCallable<T> lockedReading) {
		return this.io.read(purpose, () -> {
			try {
				return Optional.ofNullable(reading.read());
			}
			catch (CorruptContentException ex) {
				return null;
			}
		})
			.switchIfEmpty(Mono.defer(() -> this.io.write(purpose, () -> Optional.ofNullable(withLock(lockedReading)))))
			.mapNotNull((content) -> content.orElse(null));
	}

	private @Nullable WestmoonSession session(byte[] json) throws CorruptContentException {
		WestmoonSession session = SessionJson.read(json, this.clock.instant());
		if (session == null) {
			logger.debug("There is no access token in " + this.directory.file(TOKENS));
		}
		return session;
	}

	@Override
	public Mono<Boolean> save(WestmoonSession session) {
		return this.io.write("write the session", () -> withLock(() -> {
			WestmoonSession stored = this.tokens.readOrQuarantine((json) -> SessionJson.read(json, Instant.EPOCH));
			if (stored != null && !stored.isSameAs(session) && stored.createdAt().isAfter(session.createdAt())) {
				return false;
			}
			this.tokens.write(SessionJson.write(session));
			return true;
		}));
	}

	@Override
	public Mono<Boolean> remove(WestmoonSession session) {
		return this.io.write("remove the session", () -> withLock(
				() -> session.isSameAs(this.tokens.readOrQuarantine(this::session)) && this.tokens.delete()));
	}

	@Override
	public Mono<LoginAttempt> attempt() {
		return read("read the login attempt", this.attempts::read, this.attempts::readOrQuarantine);
	}

	@Override
	public Mono<Boolean> compareAndSet(LoginAttempt next) {
		return this.io.write("write the login attempt", () -> withLock(() -> this.attempts.replace(next)));
	}

	@Override
	public Mono<Lease> tryLease() {
		return this.io.<FileLease>read("claim the login lease", () -> {
			this.directory.ensureExists();
			LockFile.Held held = this.lease.tryLock();
			return (held != null) ? new FileLease(held, this.io) : null;
		}, FileLease::discard).cast(Lease.class);
	}

	@Override
	public Flux<Change> changes() {
		return this.changes.changes(this.watcher, SIGNALS);
	}

	/**
	 * Always {@code null} if the files are encrypted: a picture on disk is not.
	 */
	@Override
	public @Nullable String scanLocation(LoginQrCode code) {
		Path file = this.attempts.imageOf(code);
		return (file != null) ? file.toString() : null;
	}

	private <T> @Nullable T withLock(IoCallable<T> call) throws IOException {
		this.directory.ensureExists();
		try (LockFile.Held held = this.section.lock(LOCK_TIMEOUT)) {
			return call.call();
		}
	}

	/**
	 * Closes the store: new operations fail, those that were subscribed to before are
	 * finished, subscriptions to changes fail. The lease of this store, if it is held,
	 * and the lock files are freed as soon as the last operation has ended, which this
	 * does not wait for.
	 */
	@Override
	public void close() {
		this.changes.close(this.io.closed());
		this.io.close();
		this.claim.close();
	}

	private void closeLocks() {
		for (LockFile lock : List.of(this.lease, this.section)) {
			try {
				lock.close();
			}
			catch (IOException ex) {
				logger.debug("A lock file could not be closed", ex);
			}
		}
	}

	/**
	 * Reads content that may be corrupt.
	 *
	 * @param <T> the type of the content
	 */
	@FunctionalInterface
	private interface Reading<T> {

		@Nullable T read() throws IOException, CorruptContentException;

	}

	@Override
	public String toString() {
		return "FileSessionStore[account=" + this.account + ", directory=" + this.directory.path() + "]";
	}

}
