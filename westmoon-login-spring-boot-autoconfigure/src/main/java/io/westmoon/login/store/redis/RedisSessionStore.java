package io.westmoon.login.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.json.AttemptJson;
import io.westmoon.login.store.json.CorruptContentException;
import io.westmoon.login.store.json.SessionJson;
import io.westmoon.login.support.Durations;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.core.ReactiveRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.data.redis.serializer.RedisSerializationContext;
import org.springframework.data.redis.serializer.RedisSerializer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

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

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final Duration LEASE_TIME = Lease.BEAT.multipliedBy(3);

	private static final Duration ATTEMPT_LIFE = Duration.ofDays(180);

	private static final Duration SESSION_GRACE = Duration.ofDays(30);

	/**
	 * Where operations begin, since the first one after an outage blocks while it
	 * connects.
	 */
	static final Scheduler CONNECTING = Schedulers.newBoundedElastic(4, Integer.MAX_VALUE, "westmoon-redis", 10, true);

	private static final String CONTENT = "content";

	private static final RedisScript<Long> SAVE_SESSION = script("save-session");

	private static final RedisScript<Long> REMOVE_SESSION = script("remove-session");

	private static final RedisScript<Long> WRITE_ATTEMPT = script("write-attempt");

	private static final RedisScript<Long> RENEW_LEASE = script("renew-lease");

	private static final RedisScript<Long> RELEASE_LEASE = script("release-lease");

	private final ReactiveRedisTemplate<String, String> redis;

	private final Clock clock;

	private final String sessionKey;

	private final String attemptKey;

	private final String leaseKey;

	private final String channel;

	private final RedisChanges changes;

	private volatile boolean closed;

	/**
	 * Creates a store. Does no I/O.
	 * @param connections the connections to Redis, which the caller closes
	 * @param keyPrefix begins all keys
	 * @param account the name of the account; the keys of one account share a hash slot
	 * @param clock tells the time
	 */
	public RedisSessionStore(ReactiveRedisConnectionFactory connections, String keyPrefix, String account,
			Clock clock) {
		this.redis = new ReactiveRedisTemplate<>(connections,
				RedisSerializationContext.<String, String>newSerializationContext(RedisSerializer.string()).build());
		this.clock = clock;
		String keys = keyPrefix + "{" + account + "}:";
		this.sessionKey = keys + "session";
		this.attemptKey = keys + "attempt";
		this.leaseKey = keys + "lease";
		this.channel = keys + "changes";
		this.changes = new RedisChanges(this.redis, this.sessionKey, this.attemptKey, this.channel);
	}

	/**
	 * Read now, since the script is needed on an event loop later.
	 */
	private static RedisScript<Long> script(String name) {
		try {
			return RedisScript.of(new ClassPathResource(name + ".lua", RedisSessionStore.class)
				.getContentAsString(StandardCharsets.UTF_8), Long.class);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public Mono<WestmoonSession> load() {
		return answered("read the session",
				() -> this.redis.<String, String>opsForHash()
					.get(this.sessionKey, CONTENT)
					.mapNotNull((content) -> session(content)));
	}

	private @Nullable WestmoonSession session(String content) {
		try {
			return SessionJson.read(content.getBytes(StandardCharsets.UTF_8), this.clock.instant());
		}
		catch (CorruptContentException ex) {
			throw corrupt(this.sessionKey, ex);
		}
	}

	@Override
	public Mono<Boolean> save(WestmoonSession session) {
		return run("write the session", SAVE_SESSION, this.sessionKey,
				() -> List.of(new String(SessionJson.write(session), StandardCharsets.UTF_8), session.fingerprint(),
						String.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, session.createdAt())),
						String.valueOf(life(session).toMillis()), this.channel));
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
		return run("remove the session", REMOVE_SESSION, this.sessionKey,
				() -> List.of(session.fingerprint(), this.channel));
	}

	@Override
	public Mono<LoginAttempt> attempt() {
		return answered("read the login attempt",
				() -> this.redis.<String, String>opsForHash().get(this.attemptKey, CONTENT).map(this::attempt));
	}

	private LoginAttempt attempt(String content) {
		try {
			return AttemptJson.read(content.getBytes(StandardCharsets.UTF_8));
		}
		catch (CorruptContentException ex) {
			throw corrupt(this.attemptKey, ex);
		}
	}

	@Override
	public Mono<Boolean> compareAndSet(LoginAttempt next) {
		return run("write the login attempt", WRITE_ATTEMPT, this.attemptKey,
				() -> List.of(new String(AttemptJson.write(next), StandardCharsets.UTF_8),
						String.valueOf(next.version()), String.valueOf(ATTEMPT_LIFE.toMillis()), this.channel));
	}

	@Override
	public Mono<Lease> tryLease() {
		return answered("claim the login lease", () -> {
			RedisLease lease = new RedisLease();
			return this.redis.opsForValue()
				.setIfAbsent(this.leaseKey, lease.holder, LEASE_TIME)
				.filter(Boolean::booleanValue)
				.map((claimed) -> lease);
		});
	}

	@Override
	public Flux<Change> changes() {
		return this.changes.flux();
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
		this.closed = true;
	}

	private Mono<Boolean> run(String purpose, RedisScript<Long> script, String key, Supplier<List<String>> arguments) {
		return answered(purpose, () -> this.redis.execute(script, List.of(key), arguments.get()).next())
			.map((result) -> result == 1);
	}

	private <T> Mono<T> answered(String purpose, Supplier<Mono<T>> operation) {
		return Mono
			.defer(() -> this.closed ? Mono.<T>error(new SessionStoreException("The store is closed", null))
					: operation.get())
			.subscribeOn(CONNECTING)
			.timeout(TIMEOUT)
			.onErrorMap((error) -> !(error instanceof SessionStoreException), (error) -> new SessionStoreException(
					"Could not " + purpose + " in Redis under '" + this.sessionKey + "' ("
							+ error.getClass().getSimpleName() + "). Look at the connection and the permissions",
					error));
	}

	private static SessionStoreException corrupt(String key, CorruptContentException damage) {
		return new SessionStoreException("The value of the Redis key '" + key + "' is damaged, " + damage.getMessage()
				+ ". Delete the key to begin anew", damage);
	}

	private final class RedisLease implements Lease {

		private final String holder = UUID.randomUUID().toString();

		@Override
		public Mono<Boolean> renew() {
			return run("renew the login lease", RENEW_LEASE, RedisSessionStore.this.leaseKey,
					() -> List.of(this.holder, String.valueOf(LEASE_TIME.toMillis())));
		}

		@Override
		public Mono<Void> release() {
			return run("release the login lease", RELEASE_LEASE, RedisSessionStore.this.leaseKey,
					() -> List.of(this.holder, RedisSessionStore.this.channel))
				.then();
		}

	}

	@Override
	public String toString() {
		return "RedisSessionStore[session=" + this.sessionKey + "]";
	}

}
