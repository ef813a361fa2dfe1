package io.westmoon.login.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import io.westmoon.login.SessionStore.Change;
import io.westmoon.login.SessionStoreException;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.core.ReactiveRedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializationContext;
import org.springframework.data.redis.serializer.RedisSerializer;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * What the stores of all accounts share on one Redis: one connection for messages, one
 * clock for the looks at what others write, a few threads to connect with, and one log of
 * outages. Thread-safe. <pre class="code">
 * RedisConnections redis = new RedisConnections(connectionFactory);
 * SessionStore store = new RedisSessionStore(redis, RedisSessionStore.DEFAULT_KEY_PREFIX, "default",
 *     Clock.systemUTC(), ContentCipher.NONE);
 * </pre>
 */
public final class RedisConnections implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final Duration TICK = Duration.ofSeconds(1);

	private final ReactiveRedisTemplate<String, byte[]> redis;

	private final RedisScripts scripts = new RedisScripts();

	/**
	 * Where operations begin, since the first one after an outage blocks while it
	 * connects.
	 */
	private final Scheduler connecting = Schedulers.newBoundedElastic(4, Integer.MAX_VALUE, "westmoon-redis", 10, true);

	private final RedisOutage outage = new RedisOutage(System::nanoTime);

	private final RedisMessages messages;

	private final List<RedisWatch> watches = new CopyOnWriteArrayList<>();

	private final Disposable.Swap clock = Disposables.swap();

	private @Nullable RedisWatch probe;

	/**
	 * Creates what is shared. Does no I/O before a store is used.
	 * @param connections the connections to Redis, which the caller closes after this
	 */
	public RedisConnections(ReactiveRedisConnectionFactory connections) {
		this.redis = new ReactiveRedisTemplate<>(connections,
				RedisSerializationContext.<String, byte[]>newSerializationContext()
					.key(RedisSerializer.string())
					.hashKey(RedisSerializer.string())
					.value(RedisSerializer.byteArray())
					.hashValue(RedisSerializer.byteArray())
					.build());
		this.messages = new RedisMessages(connections, this.connecting, this::changed, this::lookEverywhere,
				(channel) -> this.redis.convertAndSend(channel, new byte[0]));
	}

	/**
	 * Tells whether Redis could be reached when it was needed last. Does no I/O.
	 * @return {@code false} while at least one account cannot reach it
	 */
	public boolean isReachable() {
		return this.outage.isOver();
	}

	/**
	 * Tells whether messages come, as far as is known.
	 */
	boolean isListening() {
		return this.messages.isListening();
	}

	/**
	 * Begins to serve an account.
	 */
	void join(RedisKeys keys) {
		this.outage.join(keys.name());
	}

	/**
	 * Ends that, once for each time that it was begun.
	 */
	void leave(RedisKeys keys) {
		this.outage.leave(keys.name());
	}

	ReactiveRedisTemplate<String, byte[]> redis() {
		return this.redis;
	}

	RedisScripts scripts() {
		return this.scripts;
	}

	/**
	 * Runs an operation off the caller's thread. It ends in time, with its answer or with
	 * a {@link SessionStoreException}.
	 * @param purpose what it does, for messages
	 * @param keys the account's
	 * @param key the key that it is about
	 */
	<T> Mono<T> call(String purpose, RedisKeys keys, String key, Supplier<Mono<T>> operation) {
		return Mono.defer(() -> {
			long begun = System.nanoTime();
			// As a value, so that an error that comes too late is not logged as dropped.
			return Mono.defer(operation)
				.materialize()
				.subscribeOn(this.connecting)
				.timeout(TIMEOUT)
				.<T>dematerialize()
				.doOnSuccess((value) -> this.outage.worked(keys.name(), begun))
				.doOnError((error) -> {
					if (RedisFailures.isUnreachable(error)) {
						this.outage.failed(keys.name(), begun, RedisFailures.why(error));
					}
					else {
						this.outage.worked(keys.name(), begun);
					}
				});
		}).onErrorMap((error) -> RedisFailures.translate(purpose, key, error));
	}

	/**
	 * Returns the changes of an account. Whatever is there at the first look counts as
	 * changed, since nobody knows what it was when the subscriber read it.
	 */
	Flux<Change> changes(RedisKeys keys) {
		return Flux.create((sink) -> {
			RedisWatch watch = new RedisWatch(this, keys, sink);
			sink.onDispose(() -> remove(watch));
			add(watch);
			watch.hint();
		});
	}

	private synchronized void add(RedisWatch watch) {
		if (this.watches.isEmpty()) {
			this.clock.update(Flux.interval(TICK).onBackpressureDrop().subscribe((tick) -> tick()));
		}
		this.watches.add(watch);
		this.messages.add(watch.keys().channel());
	}

	private synchronized void remove(RedisWatch watch) {
		if (this.watches.remove(watch)) {
			this.messages.remove(watch.keys().channel());
		}
		if (this.watches.isEmpty()) {
			this.clock.update(Disposables.disposed());
		}
	}

	/**
	 * While Redis is away, one account looks for it on behalf of all, so that its return
	 * is noticed soon and nothing piles up meanwhile.
	 */
	private synchronized void tick() {
		boolean listening = isListening();
		RedisWatch before = this.probe;
		boolean probing = before != null && before.isLooking();
		boolean back = before != null && !probing && !isFailing(before);
		if (!probing) {
			this.probe = null;
		}
		for (RedisWatch watch : this.watches) {
			if (!isFailing(watch)) {
				watch.tick(listening);
			}
			else if (back) {
				watch.hint();
			}
		}
		if (!probing && !back) {
			this.probe = next(before);
			if (this.probe != null) {
				this.probe.hint();
			}
		}
	}

	/**
	 * Each in turn, since in a cluster one may be away while another one works.
	 */
	private @Nullable RedisWatch next(@Nullable RedisWatch before) {
		RedisWatch first = null;
		boolean passed = before == null;
		for (RedisWatch watch : this.watches) {
			if (isFailing(watch)) {
				if (passed) {
					return watch;
				}
				first = (first != null) ? first : watch;
			}
			passed |= watch == before;
		}
		return first;
	}

	private boolean isFailing(RedisWatch watch) {
		return this.outage.isFailing(watch.keys().name());
	}

	private void lookEverywhere() {
		this.watches.forEach(RedisWatch::hint);
	}

	/**
	 * Looks at what was changed.
	 */
	void changed(String channel) {
		for (RedisWatch watch : this.watches) {
			if (watch.keys().channel().equals(channel)) {
				watch.hint();
			}
		}
	}

	/**
	 * Stops to listen and to look. The stores that share it fail afterwards.
	 */
	@Override
	public void close() {
		this.clock.dispose();
		this.messages.close();
		this.watches.clear();
		this.connecting.dispose();
	}

}
