package io.westmoon.login.notify;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

import io.westmoon.login.support.Backoff;
import io.westmoon.login.support.Durations;
import io.westmoon.login.support.UntrustedText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Sends the notices of one channel, one after the other, under its limits, each in a
 * bounded time. What a channel fails at is retried, logged and counted, and costs no
 * other channel anything. Thread-safe; blocks nobody.
 */
public final class ChannelSender implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ChannelSender.class);

	private static final int CAPACITY = 100;

	private static final int MAX_RETRIES = 2;

	private static final Duration RETRY_DELAY = Duration.ofSeconds(2);

	private static final Duration MAX_RETRY_DELAY = Duration.ofMinutes(2);

	private final NotificationChannel channel;

	private final Duration timeout;

	private final Scheduler scheduler;

	private final BiConsumer<Notice, Boolean> counter;

	private final Sinks.Many<Mono<Void>> queue = Sinks.many()
		.unicast()
		.onBackpressureBuffer(new ArrayBlockingQueue<>(CAPACITY));

	private final Sinks.Empty<Void> finished = Sinks.empty();

	private final Disposable worker;

	private final Deque<Long> sentAt = new ArrayDeque<>();

	/**
	 * Creates a sender.
	 * @param channel the channel
	 * @param timeout how long one message may take
	 * @param scheduler runs what is due; must not be one that blocks
	 * @param counter is told of each notice whether it was sent
	 */
	public ChannelSender(NotificationChannel channel, Duration timeout, Scheduler scheduler,
			BiConsumer<Notice, Boolean> counter) {
		this.channel = channel;
		this.timeout = timeout;
		this.scheduler = scheduler;
		this.counter = counter;
		this.worker = this.queue.asFlux()
			.concatMap((task) -> task, 1)
			.doFinally((signal) -> this.finished.tryEmitEmpty())
			.subscribe();
	}

	/**
	 * Returns the name of the channel.
	 * @return the name
	 */
	public String name() {
		return this.channel.name();
	}

	/**
	 * Sends a notice in the background.
	 */
	void send(Notice notice) {
		deliver(notice).subscribe((sent) -> {
		}, (error) -> logger.warn("Account '" + notice.account() + "': the notice " + notice.kind()
				+ " was not sent by " + name() + ": " + error.getMessage()));
	}

	/**
	 * Sends a notice.
	 * @return completes when it is sent; fails with {@link NotificationException}
	 */
	Mono<Void> deliver(Notice notice) {
		return Mono.defer(() -> {
			Sinks.Empty<Void> outcome = Sinks.empty();
			Mono<Void> task = Flux.fromIterable(messages(notice))
				.concatMap((message) -> attempt(Guarded.of(message), 0))
				.then()
				.doOnSuccess((nothing) -> {
					count(notice, true);
					outcome.tryEmitEmpty();
				})
				.onErrorResume((error) -> {
					count(notice, false);
					outcome.tryEmitError(error);
					return Mono.empty();
				});
			Sinks.EmitResult result = enqueue(task);
			if (result.isSuccess()) {
				return outcome.asMono();
			}
			count(notice, false);
			return Mono.error(new NotificationException((result == Sinks.EmitResult.FAIL_OVERFLOW)
					? "too many notices wait already" : "the channel is closed", null));
		});
	}

	private void count(Notice notice, boolean sent) {
		try {
			this.counter.accept(notice, sent);
		}
		catch (Throwable ex) {
			logger.debug("A notice could not be counted", ex);
		}
	}

	private Sinks.EmitResult enqueue(Mono<Void> task) {
		synchronized (this.queue) {
			return this.queue.tryEmitNext(task);
		}
	}

	/**
	 * Also an {@code Error}, such as that of a missing class, is only a notice that was
	 * not sent.
	 */
	private List<Mono<Void>> messages(Notice notice) {
		try {
			return this.channel.messages(notice);
		}
		catch (Throwable ex) {
			return List.of(Mono.error(describe(ex)));
		}
	}

	private Mono<Void> attempt(Mono<Void> message, int failures) {
		return Guarded.of(waitForLimits())
			.then(message.timeout(this.timeout, this.scheduler))
			.onErrorResume((error) -> {
				Duration delay = (failures < MAX_RETRIES) ? retryAfter(error) : null;
				if (delay == null) {
					return Mono.error(describe(error));
				}
				Duration pause = new Backoff(delay, Durations.max(delay, MAX_RETRY_DELAY)).delay(failures);
				return Mono.delay(pause, this.scheduler).then(attempt(message, failures + 1));
			});
	}

	private static @Nullable Duration retryAfter(Throwable error) {
		return (error instanceof NotificationException known) ? known.retryAfter() : RETRY_DELAY;
	}

	/**
	 * Keeps no more of a foreign exception than its type: its message may show an
	 * address.
	 */
	private NotificationException describe(Throwable error) {
		if (error instanceof NotificationException known) {
			return new NotificationException(UntrustedText.oneLine(String.valueOf(known.getMessage())), null);
		}
		return new NotificationException((error instanceof TimeoutException)
				? "no answer within " + this.timeout.toMillis() + " ms" : error.getClass().getSimpleName(), null);
	}

	private Mono<Void> waitForLimits() {
		return Mono.defer(() -> {
			long wait = this.channel.limits().stream().mapToLong(this::remaining).max().orElse(0);
			Mono<Void> waiting = (wait > 0)
					? Mono.delay(Duration.ofMillis(wait), this.scheduler).then(Mono.defer(this::waitForLimits))
					: Mono.fromRunnable(this::noteSending);
			return waiting;
		});
	}

	/**
	 * Returns how many milliseconds are left until the limit allows one more.
	 */
	private synchronized long remaining(RateLimit limit) {
		if (this.sentAt.size() < limit.messages()) {
			return 0;
		}
		Iterator<Long> latest = this.sentAt.iterator();
		long oldest = 0;
		for (int i = 0; i < limit.messages(); i++) {
			oldest = latest.next();
		}
		// A time ahead of now was noted before the clock was set back.
		return (oldest > now()) ? 0 : oldest + limit.period().toMillis() - now();
	}

	private synchronized void noteSending() {
		this.sentAt.addFirst(now());
		int most = this.channel.limits().stream().mapToInt(RateLimit::messages).max().orElse(0);
		while (this.sentAt.size() > most) {
			this.sentAt.removeLast();
		}
	}

	private long now() {
		return this.scheduler.now(TimeUnit.MILLISECONDS);
	}

	/**
	 * Takes no more notices.
	 * @return completes when the notices that wait are sent or have failed
	 */
	public Mono<Void> finish() {
		synchronized (this.queue) {
			this.queue.tryEmitComplete();
		}
		return this.finished.asMono();
	}

	/**
	 * Sends nothing more.
	 */
	@Override
	public void close() {
		this.worker.dispose();
	}

}
