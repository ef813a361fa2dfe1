package io.westmoon.login.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.westmoon.login.SessionStore.Change;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.ReactiveRedisTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Notices what others write: looks once a second, and at once when a message says so. The
 * look is what counts, since messages get lost. Says once when Redis is away and once
 * when it is back. Thread-safe.
 */
final class RedisChanges {

	private static final Log logger = LogFactory.getLog(RedisChanges.class);

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final Duration SUBSCRIBE_AGAIN = Duration.ofSeconds(5);

	private final ReactiveRedisTemplate<String, String> redis;

	private final String sessionKey;

	private final String attemptKey;

	private final String channel;

	private final AtomicBoolean outage = new AtomicBoolean();

	RedisChanges(ReactiveRedisTemplate<String, String> redis, String sessionKey, String attemptKey, String channel) {
		this.redis = redis;
		this.sessionKey = sessionKey;
		this.attemptKey = attemptKey;
		this.channel = channel;
	}

	/**
	 * Returns the changes. Whatever is there at the first look counts as changed, since
	 * nobody knows what it was when the subscriber read it.
	 */
	Flux<Change> flux() {
		return Flux.defer(() -> {
			Seen seen = new Seen();
			Flux<Boolean> ticks = Flux.interval(Duration.ZERO, INTERVAL).onBackpressureDrop().map((tick) -> true);
			return Flux.merge(ticks, messages())
				.onBackpressureLatest()
				.concatMap((hint) -> look(seen), 1)
				.concatMapIterable((changes) -> changes);
		});
	}

	/**
	 * Where messages are impossible, changes become known a little later.
	 */
	private Flux<Boolean> messages() {
		return Flux.defer(() -> this.redis.listenToChannel(this.channel))
			.subscribeOn(RedisSessionStore.CONNECTING)
			.map((message) -> true)
			.onErrorResume((error) -> {
				logger.debug("No messages from Redis about '" + this.channel + "'", error);
				return Flux.empty();
			})
			.repeatWhen((ends) -> ends.delayElements(SUBSCRIBE_AGAIN));
	}

	private Mono<List<Change>> look(Seen seen) {
		return Mono
			.defer(() -> Mono.zip(fields(this.sessionKey, "fingerprint", "writes"), fields(this.attemptKey, "version"),
					seen::changes))
			.subscribeOn(RedisSessionStore.CONNECTING)
			.timeout(TIMEOUT)
			.doOnNext((changes) -> {
				if (this.outage.compareAndSet(true, false)) {
					logger.info("Redis can be reached again");
				}
			})
			.onErrorResume((error) -> {
				if (this.outage.compareAndSet(false, true)) {
					logger.warn("Cannot look for changes in Redis under '" + this.sessionKey
							+ "'; a session in memory is used meanwhile (" + error + ")");
				}
				return Mono.just(List.of());
			});
	}

	private Mono<List<String>> fields(String key, String... names) {
		return this.redis.<String, String>opsForHash()
			.multiGet(key, List.of(names))
			.map((values) -> values.stream().map(String::valueOf).toList());
	}

	/**
	 * What one subscriber has seen.
	 */
	private static final class Seen {

		private @Nullable List<String> session;

		private @Nullable List<String> attempt;

		List<Change> changes(List<String> session, List<String> attempt) {
			List<Change> changes = new ArrayList<>(2);
			if (!session.equals(this.session)) {
				changes.add(Change.SESSION);
			}
			if (!attempt.equals(this.attempt)) {
				changes.add(Change.ATTEMPT);
			}
			this.session = session;
			this.attempt = attempt;
			return changes;
		}

	}

}
