package io.westmoon.login.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.westmoon.login.SessionStore.Change;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/**
 * Looks for changes of one account on behalf of one subscriber: when it is told to, every
 * second while there is something to expect, and every five seconds otherwise.
 * Thread-safe.
 */
final class RedisWatch {

	private static final Log logger = LogFactory.getLog(RedisWatch.class);

	private static final int IDLE_TICKS = 5;

	/**
	 * One change is often followed by another.
	 */
	private static final int LIVELY_TICKS = 10;

	private static final String ALIVE = "1";

	private final RedisConnections connections;

	private final RedisKeys keys;

	private final FluxSink<Change> sink;

	private final AtomicInteger hints = new AtomicInteger();

	private volatile int ticks;

	private volatile int livelyTicks = LIVELY_TICKS;

	private volatile boolean alive;

	private @Nullable List<String> session;

	private @Nullable List<String> attempt;

	private boolean failing;

	RedisWatch(RedisConnections connections, RedisKeys keys, FluxSink<Change> sink) {
		this.connections = connections;
		this.keys = keys;
		this.sink = sink;
	}

	RedisKeys keys() {
		return this.keys;
	}

	boolean isLooking() {
		return this.hints.get() > 0;
	}

	/**
	 * Counts a second; called by one thread at a time.
	 * @param listening whether messages come
	 */
	void tick(boolean listening) {
		int lively = this.livelyTicks;
		this.livelyTicks = Math.max(0, lively - 1);
		int interval = (this.alive || lively > 0 || !listening) ? 1 : IDLE_TICKS;
		int ticks = this.ticks + 1;
		this.ticks = ticks;
		if (ticks >= interval) {
			hint();
		}
	}

	/**
	 * Looks now, or again after the look under way.
	 */
	void hint() {
		if (this.hints.getAndIncrement() == 0) {
			look();
		}
	}

	private void look() {
		int answered = this.hints.get();
		this.ticks = 0;
		// One look at a time, so what it remembers needs no lock.
		this.connections
			.call("look for changes", this.keys, this.keys.session(),
					() -> Mono.zip(fields(this.keys.session(), "fingerprint", "writes"),
							fields(this.keys.attempt(), "version", "live")))
			.doOnNext((found) -> see(found.getT1(), found.getT2()))
			.doOnError(this::note)
			.onErrorComplete()
			.doFinally((signal) -> {
				if (this.hints.addAndGet(-answered) > 0) {
					look();
				}
			})
			.subscribe();
	}

	private Mono<List<String>> fields(String key, String... names) {
		return this.connections.redis()
			.<String, byte[]>opsForHash()
			.multiGet(key, List.of(names))
			.map((values) -> values.stream().map(RedisWatch::string).toList());
	}

	private static String string(byte @Nullable [] value) {
		return (value != null) ? new String(value, StandardCharsets.UTF_8) : "";
	}

	private void see(List<String> session, List<String> attempt) {
		this.failing = false;
		boolean sessionChanged = !session.equals(this.session);
		boolean attemptChanged = !attempt.equals(this.attempt);
		this.session = session;
		this.attempt = attempt;
		this.alive = ALIVE.equals(attempt.get(1));
		if (sessionChanged || attemptChanged) {
			this.livelyTicks = LIVELY_TICKS;
		}
		if (sessionChanged) {
			this.sink.next(Change.SESSION);
		}
		if (attemptChanged) {
			this.sink.next(Change.ATTEMPT);
		}
	}

	/**
	 * An outage is logged elsewhere.
	 */
	private void note(Throwable error) {
		if (!this.failing && RedisFailures.isRefusal(Objects.requireNonNullElse(error.getCause(), error))) {
			this.failing = true;
			logger.warn(error.getMessage());
		}
	}

}
