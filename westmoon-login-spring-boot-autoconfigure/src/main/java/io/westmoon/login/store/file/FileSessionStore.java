package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.json.CorruptContentException;
import io.westmoon.login.store.json.SessionJson;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps one account's login in a directory that only its owner can read, shared by all
 * processes that use the directory and with the existing Westmoon tools, in their format.
 * Thread-safe; works on threads of its own, which end when they are idle.
 */
public final class FileSessionStore implements SessionStore {

	static final String TOKENS = "tokens.json";

	private static final Log logger = LogFactory.getLog(FileSessionStore.class);

	private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

	private final String account;

	private final Clock clock;

	private final StoreDirectory directory;

	private final StoreFile tokens;

	private final AttemptFiles attempts;

	private final LockFile section;

	private final LockFile lease;

	private final FileChangePoller changes;

	private final FileIo work;

	/**
	 * Opens the store: creates the directory if need be and makes sure that it can be
	 * written. Blocks.
	 * @param account the name of the account
	 * @param directory the directory, of this account withLock
	 * @param clock tells the time
	 * @throws SessionStoreUnavailableException if the directory cannot be created or
	 * written
	 */
	public FileSessionStore(String account, Path directory, Clock clock) {
		this(account, directory, clock, FileIo.newThreads());
	}

	private FileSessionStore(String account, Path directory, Clock clock, Scheduler threads) {
		this(account, directory, clock, threads, threads);
	}

	/**
	 * Opens a store that looks for changes on a scheduler of its own.
	 */
	FileSessionStore(String account, Path directory, Clock clock, Scheduler threads, Scheduler changesScheduler) {
		this.account = account;
		this.clock = clock;
		this.directory = StoreDirectory.open(directory, clock);
		FilePermissions permissions = this.directory.permissions();
		this.tokens = new StoreFile(this.directory.file(TOKENS), permissions, clock);
		this.attempts = new AttemptFiles(account, this.directory, clock);
		this.section = LockFile.of(this.directory.file(".store.lock"), permissions);
		this.lease = LockFile.of(this.directory.file(".login.lock"), permissions);
		this.changes = this.attempts.changesWith(this.tokens, changesScheduler);
		this.work = new FileIo(this.directory.path(), threads);
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
	 * written
	 */
	public static FileSessionStore open(String account, @Nullable String directory, Clock clock) {
		return new FileSessionStore(account, StoreDirectory.resolve(directory), clock);
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
		return this.work.run("read the session", () -> {
			try {
				return this.tokens.read(this::session);
			}
			catch (CorruptContentException ex) {
				return withLock(() -> this.tokens.readOrQuarantine(this::session));
			}
		});
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
		return this.work.run("write the session", () -> withLock(() -> {
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
		return this.work.run("remove the session", () -> withLock(
				() -> session.isSameAs(this.tokens.readOrQuarantine(this::session)) && this.tokens.delete()));
	}

	@Override
	public Mono<LoginAttempt> attempt() {
		return this.work.run("read the login attempt", () -> {
			try {
				return this.attempts.read();
			}
			catch (CorruptContentException ex) {
				return withLock(this.attempts::readOrQuarantine);
			}
		});
	}

	@Override
	public Mono<Boolean> compareAndSet(LoginAttempt next) {
		return this.work.run("write the login attempt", () -> withLock(() -> this.attempts.replace(next)));
	}

	@Override
	public Mono<Lease> tryLease() {
		return this.work.<Lease>run("claim the login lease", () -> {
			this.directory.ensureExists();
			LockFile.Held held = this.lease.tryLock();
			return (held != null) ? new FileLease(held, this.work) : null;
		}).doOnDiscard(FileLease.class, FileLease::discard);
	}

	@Override
	public Flux<Change> changes() {
		return this.changes.flux();
	}

	@Override
	public @Nullable String scanLocation(LoginQrCode code) {
		Path file = this.attempts.images().whereIs(code);
		return (file != null) ? file.toString() : null;
	}

	private <T> @Nullable T withLock(IoCallable<T> call) throws IOException {
		this.directory.ensureExists();
		try (LockFile.Held held = this.section.lock(LOCK_TIMEOUT)) {
			return call.call();
		}
	}

	@Override
	public String toString() {
		return "FileSessionStore[account=" + this.account + ", directory=" + this.directory.path() + "]";
	}

}
