package io.westmoon.login.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.json.AttemptJson;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.store.json.CorruptContentException;
import io.westmoon.login.store.json.SessionJson;
import io.westmoon.login.store.json.UndecryptableContentException;
import io.westmoon.login.support.Durations;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.script.RedisScript;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps one account's login in Redis, shared by all processes on all machines that use
 * the same Redis and key prefix. Each operation is one command or script, so nothing is
 * ever half written. Keys vanish by themselves: a session some time after its end, an
 * attempt when nobody has logged in for months, a lease 15 seconds after its holder died.
 * <p>
 * Messages about changes are a hint only; the store also looks for changes itself, so it
 * works where a Redis does not pass on messages. Thread-safe.
 */
public final class RedisSessionStore implements SessionStore {

	/**
	 * Begins the keys unless set.
	 */
	public static final String DEFAULT_KEY_PREFIX = "westmoon:login:";

	private static final Duration LEASE_TIME = Lease.BEAT.multipliedBy(3);

	private static final Duration ATTEMPT_LIFE = Duration.ofDays(180);

	private static final Duration SESSION_GRACE = Duration.ofDays(30);

	private static final String CONTENT = "content";

	private final RedisConnections redis;

	private final RedisKeys keys;

	private final Clock clock;

	private final ContentCipher cipher;

	private final AtomicBoolean closed = new AtomicBoolean();

	/**
	 * Creates a store. Does no I/O.
	 * @param redis what the stores of all accounts share; the caller closes it after the
	 * stores
	 * @param keyPrefix begins all keys
	 * @param account the name of the account; the keys of one account share a hash slot
	 * @param clock tells the time
	 * @param cipher encrypts session and attempt, bound to the names of their keys
	 */
	public RedisSessionStore(RedisConnections redis, String keyPrefix, String account, Clock clock,
			ContentCipher cipher) {
		this.redis = redis;
		this.keys = RedisKeys.of(keyPrefix, account);
		this.clock = clock;
		this.cipher = cipher;
		redis.join(this.keys);
	}

	@Override
	public Mono<WestmoonSession> load() {
		return call("read the session", this.keys.session(),
				() -> content(this.keys.session()).mapNotNull((content) -> session(content)));
	}

	private Mono<byte[]> content(String key) {
		return this.redis.redis().<String, byte[]>opsForHash().get(key, CONTENT);
	}

	private @Nullable WestmoonSession session(byte[] content) {
		try {
			return SessionJson.read(this.cipher.decrypt(content, this.keys.session()), this.clock.instant());
		}
		catch (CorruptContentException ex) {
			throw corrupt(this.keys.session(), ex);
		}
	}

	@Override
	public Mono<Boolean> save(WestmoonSession session) {
		return write("write the session", this.redis.scripts().saveSession, this.keys.session(),
				() -> List.of(this.cipher.encrypt(SessionJson.write(session), this.keys.session()),
						bytes(session.fingerprint()),
						bytes(ChronoUnit.MICROS.between(Instant.EPOCH, session.createdAt())),
						bytes(life(session).toMillis()), bytes(this.keys.channel())));
	}

	/**
	 * The platform's word counts more than the local clock, so a session outlives its
	 * end.
	 */
	private Duration life(WestmoonSession session) {
		Instant end = session.expiresAt();
		Duration left = (end != null) ? Duration.between(this.clock.instant(), end) : ATTEMPT_LIFE;
		return Durations.max(left, Duration.ZERO).plus(SESSION_GRACE);
	}

	@Override
	public Mono<Boolean> remove(WestmoonSession session) {
		return write("remove the session", this.redis.scripts().removeSession, this.keys.session(),
				() -> List.of(bytes(session.fingerprint()), bytes(this.keys.channel())));
	}

	@Override
	public Mono<LoginAttempt> attempt() {
		return call("read the login attempt", this.keys.attempt(),
				() -> content(this.keys.attempt()).map(this::attempt));
	}

	private LoginAttempt attempt(byte[] content) {
		try {
			return AttemptJson.read(this.cipher.decrypt(content, this.keys.attempt()));
		}
		catch (CorruptContentException ex) {
			throw corrupt(this.keys.attempt(), ex);
		}
	}

	@Override
	public Mono<Boolean> compareAndSet(LoginAttempt next) {
		return write("write the login attempt", this.redis.scripts().writeAttempt, this.keys.attempt(),
				() -> List.of(this.cipher.encrypt(AttemptJson.write(next), this.keys.attempt()), bytes(next.version()),
						bytes(next.isLive() ? 1 : 0), bytes(ATTEMPT_LIFE.toMillis()), bytes(this.keys.channel())));
	}

	@Override
	public Mono<Lease> tryLease() {
		return call("claim the login lease", this.keys.lease(), () -> {
			RedisLease lease = new RedisLease();
			return this.redis.redis()
				.opsForValue()
				.setIfAbsent(this.keys.lease(), lease.holder, LEASE_TIME)
				.filter(Boolean::booleanValue)
				.map((claimed) -> lease);
		});
	}

	@Override
	public Flux<Change> changes() {
		return this.redis.changes(this.keys);
	}

	/**
	 * Always {@code null}: there is no file on this machine.
	 */
	@Override
	public @Nullable String scanLocation(LoginQrCode code) {
		return null;
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.redis.leave(this.keys);
		}
	}

	/**
	 * What this process writes is looked at by its other clients at once, also where no
	 * messages come.
	 */
	private Mono<Boolean> write(String purpose, RedisScript<Long> script, String key,
			Supplier<List<byte[]>> arguments) {
		return run(purpose, script, key, arguments).doOnNext((written) -> {
			if (written) {
				this.redis.changed(this.keys.channel());
			}
		});
	}

	private Mono<Boolean> run(String purpose, RedisScript<Long> script, String key, Supplier<List<byte[]>> arguments) {
		return call(purpose, key, () -> this.redis.redis().execute(script, List.of(key), arguments.get()).next())
			.map((result) -> result == 1);
	}

	private <T> Mono<T> call(String purpose, String key, Supplier<Mono<T>> operation) {
		return Mono.defer(() -> this.closed.get()
				? Mono.error(new SessionStoreException("The store of the Redis key '" + key + "' is closed", null))
				: this.redis.call(purpose, this.keys, key, operation));
	}

	private static SessionStoreException corrupt(String key, CorruptContentException damage) {
		String place = "The value of the Redis key '" + key + "'";
		if (damage instanceof UndecryptableContentException) {
			return new SessionStoreException(place + " cannot be decrypted: " + damage.getMessage()
					+ ". Configure the encryption key that it was written with; if that is lost, delete the Redis key"
					+ " and log in again", damage);
		}
		return new SessionStoreException(
				place + " is damaged, " + damage.getMessage() + ". Delete the key to begin anew", damage);
	}

	private static byte[] bytes(long number) {
		return bytes(String.valueOf(number));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private final class RedisLease implements Lease {

		private final byte[] holder = bytes(UUID.randomUUID().toString());

		@Override
		public Mono<Boolean> renew() {
			return run("renew the login lease", RedisSessionStore.this.redis.scripts().renewLease,
					RedisSessionStore.this.keys.lease(), () -> List.of(this.holder, bytes(LEASE_TIME.toMillis())));
		}

		@Override
		public Mono<Void> release() {
			return run("release the login lease", RedisSessionStore.this.redis.scripts().releaseLease,
					RedisSessionStore.this.keys.lease(), () -> List.of(this.holder))
				.then();
		}

	}

	@Override
	public String toString() {
		return "RedisSessionStore[keys=" + this.keys.name() + "]";
	}

}
