package io.westmoon.login.store.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.ReactiveSubscription;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Listens to the channels of all accounts over one connection, which is opened with the
 * first channel. A connection that fails is opened again. Each connection begins with a
 * message to itself, since not everybody who may listen may publish, and not everything
 * in between passes messages on. Thread-safe.
 */
final class RedisMessages {

	private static final Log logger = LogFactory.getLog(RedisMessages.class);

	private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

	private static final Duration LAST_RETRY = Duration.ofSeconds(30);

	private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

	private final ReactiveRedisConnectionFactory connections;

	private final Scheduler connecting;

	private final Consumer<String> onMessage;

	private final Runnable onListening;

	private final Function<String, Mono<Long>> publisher;

	private final Map<String, Integer> channels = new ConcurrentHashMap<>();

	private final Disposable.Swap listening = Disposables.swap();

	private boolean started;

	/**
	 * Completes when the connection is closed.
	 */
	private volatile CompletableFuture<Void> givenBack = CompletableFuture.completedFuture(null);

	private volatile @Nullable ReactiveSubscription subscription;

	/**
	 * Whether a message has come over the connection.
	 */
	private volatile boolean heard;

	private volatile boolean refused;

	/**
	 * Creates the listener, which does nothing until it has a channel.
	 * @param connecting where to connect, which blocks
	 * @param onMessage gets the channel of each message
	 * @param onListening runs when messages begin to come: earlier ones may be lost
	 * @param publisher sends an empty message to a channel
	 */
	RedisMessages(ReactiveRedisConnectionFactory connections, Scheduler connecting, Consumer<String> onMessage,
			Runnable onListening, Function<String, Mono<Long>> publisher) {
		this.connections = connections;
		this.connecting = connecting;
		this.onMessage = onMessage;
		this.onListening = onListening;
		this.publisher = publisher;
	}

	/**
	 * Tells whether messages come, as far as is known.
	 */
	boolean isListening() {
		return this.subscription != null && this.heard;
	}

	/**
	 * Listens to a channel, once more if somebody does already.
	 */
	synchronized void add(String channel) {
		if (this.channels.merge(channel, 1, Integer::sum) > 1) {
			return;
		}
		ReactiveSubscription current = this.subscription;
		if (!this.started) {
			this.started = true;
			this.listening.update(listen().subscribe());
		}
		else if (current != null) {
			current.subscribe(bytes(channel)).subscribe((none) -> {
			}, (error) -> logger.debug("Cannot listen to '" + channel + "'", error));
		}
	}

	/**
	 * Stops to listen to a channel, unless somebody else still does.
	 */
	synchronized void remove(String channel) {
		Integer left = this.channels.computeIfPresent(channel, (name, users) -> (users > 1) ? users - 1 : null);
		ReactiveSubscription current = this.subscription;
		if (left == null && current != null) {
			current.unsubscribe(bytes(channel)).onErrorComplete().subscribe();
		}
	}

	/**
	 * Stops to listen. Where blocking is allowed, waits a moment for the connection to
	 * close, so that it is not closed twice by whoever closes all connections next.
	 */
	void close() {
		this.listening.dispose();
		if (Schedulers.isInNonBlockingThread()) {
			return;
		}
		try {
			this.givenBack.get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (TimeoutException | ExecutionException ex) {
			logger.debug("The connection for messages from Redis did not close in time", ex);
		}
	}

	private ReactiveRedisConnection connect() {
		ReactiveRedisConnection connection = this.connections.getReactiveConnection();
		this.givenBack = new CompletableFuture<>();
		return connection;
	}

	/**
	 * An application may have stopped its connections before this is closed.
	 */
	private Mono<Void> giveBack(ReactiveRedisConnection connection) {
		return connection.closeLater().onErrorComplete().doFinally((signal) -> this.givenBack.complete(null));
	}

	private Mono<Void> listen() {
		Mono<ReactiveRedisConnection> connection = Mono.fromSupplier(this::connect).subscribeOn(this.connecting);
		return Flux.usingWhen(connection, this::receive, this::giveBack)
			.then(Mono.<Void>error(() -> new IllegalStateException("The messages ended")))
			.doOnError(this::note)
			.doFinally((signal) -> {
				this.subscription = null;
				this.heard = false;
			})
			.retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_RETRY).maxBackoff(LAST_RETRY));
	}

	private Flux<Object> receive(ReactiveRedisConnection connection) {
		return connection.pubSubCommands().createSubscription().flatMapMany((next) -> {
			Flux<Object> messages = next.receive().doOnNext((message) -> {
				this.heard = true;
				this.onMessage.accept(string(message.getChannel()));
			}).cast(Object.class);
			return messages.mergeWith(subscribe(next).then(Mono.empty()));
		});
	}

	/**
	 * Those that are added meanwhile are listened to as well.
	 */
	private Mono<Void> subscribe(ReactiveSubscription next) {
		ByteBuffer[] present;
		synchronized (this) {
			present = this.channels.keySet().stream().map(RedisMessages::bytes).toArray(ByteBuffer[]::new);
		}
		Mono<Void> subscribed = (present.length > 0) ? next.subscribe(present) : Mono.empty();
		return subscribed.then(Mono.defer(() -> {
			ByteBuffer[] later;
			synchronized (this) {
				this.subscription = next;
				later = this.channels.keySet()
					.stream()
					.map(RedisMessages::bytes)
					.filter((channel) -> !next.getChannels().contains(channel))
					.toArray(ByteBuffer[]::new);
			}
			return (later.length > 0) ? next.subscribe(later) : Mono.empty();
		})).then(Mono.fromRunnable(() -> {
			this.refused = false;
			this.onListening.run();
		})).then(Mono.defer(this::publish));
	}

	/**
	 * Sends a message to this listener, over another connection.
	 */
	private Mono<Void> publish() {
		String channel = this.channels.keySet().stream().findFirst().orElse(null);
		if (channel == null) {
			return Mono.empty();
		}
		return Mono.defer(() -> this.publisher.apply(channel))
			.subscribeOn(this.connecting)
			.doOnError(this::note)
			.onErrorComplete()
			.then();
	}

	/**
	 * An outage is logged elsewhere.
	 */
	private void note(Throwable error) {
		if (!this.refused && RedisFailures.isRefusal(error)) {
			this.refused = true;
			logger.info("Redis passes on no messages about changes, which are looked for every second instead: "
					+ RedisFailures.why(error));
		}
		logger.debug("No messages from Redis", error);
	}

	private static ByteBuffer bytes(String channel) {
		return StandardCharsets.UTF_8.encode(channel);
	}

	private static String string(ByteBuffer channel) {
		return StandardCharsets.UTF_8.decode(channel.duplicate()).toString();
	}

}
