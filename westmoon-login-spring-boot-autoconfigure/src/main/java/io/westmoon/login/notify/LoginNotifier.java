package io.westmoon.login.notify;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginListener;
import io.westmoon.login.LoginNotifications;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.support.Durations;
import io.westmoon.login.support.UntrustedText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Tells people about the logins of one account. What is due is decided from the stored
 * attempt, and claimed there by compare-and-set before it is sent: of all processes that
 * share a store, one sends it. Events are only the reason to look. Thread-safe; blocks
 * nobody.
 */
public final class LoginNotifier implements LoginListener, AutoCloseable {

	private static final Log logger = LogFactory.getLog(LoginNotifier.class);

	private static final Duration STORE_TIMEOUT = Duration.ofSeconds(30);

	private static final int STORE_RETRIES = 2;

	private static final Duration RECHECK_AFTER_FAILURE = Duration.ofMinutes(1);

	private static final Duration START_DELAY = Duration.ofSeconds(10);

	private static final Duration MIN_DELAY = Duration.ofMillis(10);

	private static final int MAX_CLAIMS = 5;

	/**
	 * Shorter than whoever asks for a test notice waits.
	 */
	private static final Duration TEST_TIMEOUT = Duration.ofSeconds(30);

	private static final String STILL_TRYING = "not sent within " + TEST_TIMEOUT.toSeconds()
			+ " s; the log tells if it fails";

	private final NotificationSettings settings;

	private final SessionStore store;

	private final List<ChannelSender> channels;

	private final Clock clock;

	private final Scheduler scheduler;

	private final NoticeSchedule schedule;

	private final NoticeWriter writer;

	private final Supplier<List<String>> waitingFor;

	private final Sinks.Many<Task> work = Sinks.many().unicast().onBackpressureBuffer();

	private final Map<Task, Mono<Void>> waiting = new EnumMap<>(Task.class);

	private final Disposable worker;

	private final Disposable.Swap timer = Disposables.swap();

	/**
	 * Creates a notifier, which begins a moment later to go on with the notices about an
	 * attempt that earlier processes told people of.
	 * @param settings how people are told
	 * @param store the store of the account, which is not closed
	 * @param channels the ways to reach people, which may be shared by several accounts
	 * @param clock tells the time of day
	 * @param scheduler runs what is due; must not be one that blocks
	 */
	public LoginNotifier(NotificationSettings settings, SessionStore store, List<ChannelSender> channels, Clock clock,
			Scheduler scheduler) {
		this(settings, store, channels, clock, scheduler, List::of);
	}

	/**
	 * Creates a notifier that also tells what work waits for the login.
	 * @param settings how people are told
	 * @param store the store of the account, which is not closed
	 * @param channels the ways to reach people, which may be shared by several accounts
	 * @param clock tells the time of day
	 * @param scheduler runs what is due; must not be one that blocks
	 * @param waitingFor tells what work of this process waits for a session; does not
	 * block
	 */
	public LoginNotifier(NotificationSettings settings, SessionStore store, List<ChannelSender> channels, Clock clock,
			Scheduler scheduler, Supplier<List<String>> waitingFor) {
		this.waitingFor = waitingFor;
		this.settings = settings;
		this.store = store;
		this.channels = List.copyOf(channels);
		this.clock = clock;
		this.scheduler = scheduler;
		this.schedule = new NoticeSchedule(settings);
		this.writer = new NoticeWriter(settings);
		this.worker = this.work.asFlux().concatMap((task) -> guarded(take(task))).subscribe();
		this.timer
			.update(scheduler.schedule(() -> submit(Task.CONTINUE_EARLIER, update((attempt) -> attempt.notices() > 0)),
					START_DELAY.toMillis(), TimeUnit.MILLISECONDS));
	}

	@Override
	public void onEvent(LoginEvent event) {
		if (event instanceof LoginEvent.Scanned scanned) {
			submit(Task.MENTION_SCANNED, mention(scanned.attemptId(), NoticeKind.SCANNED));
		}
		else if (event instanceof LoginEvent.WrongUser wrongUser) {
			submit(Task.MENTION_WRONG_USER, mention(wrongUser.attemptId(), NoticeKind.WRONG_USER));
		}
		else if (!(event instanceof LoginEvent.SessionRejected)) {
			submit(Task.UPDATE, update((attempt) -> true));
		}
	}

	/**
	 * Of each task at most one waits, however long the store takes and however many
	 * events come: whatever runs later reads the stored attempt as it is then. The latest
	 * mention counts, since the attempt of an earlier one may be over.
	 */
	private void submit(Task task, Mono<Void> action) {
		synchronized (this.work) {
			if (this.waiting.put(task, action) == null) {
				this.work.tryEmitNext(task);
			}
		}
	}

	private Mono<Void> take(Task task) {
		synchronized (this.work) {
			Mono<Void> action = this.waiting.remove(task);
			return (action != null) ? action : Mono.empty();
		}
	}

	private Mono<Void> guarded(Mono<Void> task) {
		return Guarded.of(task)
			.timeout(STORE_TIMEOUT, this.scheduler)
			.retryWhen(Retry.backoff(STORE_RETRIES, Duration.ofSeconds(1))
				.scheduler(this.scheduler)
				.onRetryExhaustedThrow((spec, signal) -> signal.failure()))
			.onErrorResume((error) -> {
				logger.warn("The notices about account '" + this.settings.account()
						+ "' are late, since the session store does not answer: "
						+ UntrustedText.oneLine(String.valueOf(error.getMessage())));
				lookAgain(now().plus(RECHECK_AFTER_FAILURE));
				return Mono.empty();
			});
	}

	/**
	 * Tells what happens to an attempt that people were told of, unless they want to be
	 * left in peace: later it would be no news.
	 */
	private Mono<Void> mention(String attemptId, NoticeKind kind) {
		return Mono.defer(this.store::attempt)
			.filter((attempt) -> attempt.id().equals(attemptId) && attempt.notices() > 0)
			.filter((attempt) -> !isQuiet())
			.doOnNext((attempt) -> send(this.writer.write(kind, attempt, null, List.of()), attempt))
			.then();
	}

	private boolean isQuiet() {
		QuietHours quietHours = this.settings.quietHours();
		return quietHours != null && quietHours.endOf(now()) != null;
	}

	/**
	 * Sends what is due, and looks again when the next notice may be.
	 */
	private Mono<Void> update(Predicate<LoginAttempt> condition) {
		return update(condition, 1);
	}

	private Mono<Void> update(Predicate<LoginAttempt> condition, int tries) {
		return Mono.defer(this.store::load)
			.singleOptional()
			.flatMap((session) -> this.store.attempt()
				.filter(condition)
				.flatMap((attempt) -> act(attempt, session.orElse(null)))
				.defaultIfEmpty(true))
			.flatMap((done) -> {
				if (!done && tries == MAX_CLAIMS) {
					return Mono.error(new SessionStoreException("Others change the login attempt all the time", null));
				}
				return done ? Mono.empty() : update(condition, tries + 1);
			});
	}

	/**
	 * Does what is due about an attempt.
	 * @return {@code false} if somebody else has changed the attempt meanwhile
	 */
	private Mono<Boolean> act(LoginAttempt attempt, @Nullable WestmoonSession session) {
		NoticeSchedule.Decision decision = this.schedule.decide(attempt, session, now());
		NoticeKind kind = decision.due();
		lookAgain(decision.lookAgainAt());
		if (kind == null) {
			return Mono.just(true);
		}
		LoginAttempt next = kind.isOutcome() ? attempt.outcomeTold()
				: attempt.noticed(this.schedule.next(attempt, now()));
		// Written first: what is claimed and cannot be written would never be sent.
		Notice notice = this.writer.write(kind, next, session, this.waitingFor.get());
		return write(next).doOnNext((written) -> {
			if (written) {
				send(notice, next);
				lookAgain(next.nextNoticeAt());
			}
		});
	}

	/**
	 * A write whose answer got lost may have been done all the same.
	 */
	private Mono<Boolean> write(LoginAttempt next) {
		return this.store.compareAndSet(next)
			.onErrorResume(SessionStoreException.class,
					(error) -> this.store.attempt()
						.filter(next::equals)
						.hasElement()
						.flatMap((written) -> written ? Mono.just(true) : Mono.error(error)));
	}

	private void send(Notice notice, LoginAttempt attempt) {
		// Nothing is broken yet: one more channel with each reminder that nobody follows.
		int reached = (notice.kind() == NoticeKind.RENEWAL) ? Math.min(attempt.reminders(), this.channels.size())
				: this.channels.size();
		this.channels.subList(0, reached).forEach((channel) -> channel.send(notice));
	}

	private void lookAgain(@Nullable Instant at) {
		Duration delay = (at != null) ? Durations.max(Duration.between(now(), at), MIN_DELAY) : null;
		this.timer.update((delay == null) ? Disposables.disposed() : this.scheduler
			.schedule(() -> submit(Task.UPDATE, update((attempt) -> true)), delay.toMillis(), TimeUnit.MILLISECONDS));
	}

	/**
	 * Returns the names of the channels.
	 * @return the names, in the order in which the channels are asked
	 */
	public List<String> channels() {
		return this.channels.stream().map(ChannelSender::name).toList();
	}

	/**
	 * Sends a test notice through all channels at the same time.
	 * @return what each channel answered
	 */
	public Mono<Map<String, String>> test() {
		return Mono.defer(() -> {
			Notice notice = this.writer.test();
			return Flux.fromIterable(this.channels)
				.flatMapSequential((channel) -> channel.deliver(notice)
					.thenReturn(LoginNotifications.SENT)
					.timeout(TEST_TIMEOUT, Mono.just(STILL_TRYING), this.scheduler)
					.onErrorResume((error) -> Mono.just(String.valueOf(error.getMessage())))
					.map((answer) -> Map.entry(channel.name(), answer)), Math.max(1, this.channels.size()))
				.collect(LinkedHashMap<String, String>::new,
						(answers, answer) -> answers.put(answer.getKey(), answer.getValue()))
				.map(Collections::unmodifiableMap);
		});
	}

	/**
	 * Puts off the next notice about the login under way, at most by a day. A notice that
	 * is due later anyway is not brought forward.
	 * @param duration for how long
	 * @return whether a login is under way
	 */
	public Mono<Boolean> snooze(Duration duration) {
		Instant until = now().plus(Durations.min(duration, NoticeSchedule.MAX_SNOOZE));
		return snooze(until, 1).timeout(STORE_TIMEOUT, this.scheduler)
			.onErrorMap(TimeoutException.class,
					(ex) -> new SessionStoreException("The session store does not answer", null));
	}

	private Mono<Boolean> snooze(Instant until, int tries) {
		return Mono.defer(this.store::attempt).filter(LoginAttempt::isLive).flatMap((attempt) -> {
			Instant next = this.schedule.putOff(attempt, until, now());
			if (next == null) {
				return Mono.just(true);
			}
			return write(attempt.snoozed(next)).flatMap((written) -> {
				if (!written && tries == MAX_CLAIMS) {
					return Mono.error(new SessionStoreException("Others change the login attempt all the time", null));
				}
				return written ? Mono.just(true) : snooze(until, tries + 1);
			});
		}).defaultIfEmpty(false);
	}

	private Instant now() {
		return this.clock.instant();
	}

	/**
	 * Sends nothing more. Notices that the channels have got already are still sent.
	 */
	@Override
	public void close() {
		this.timer.dispose();
		this.worker.dispose();
	}

	/**
	 * What may be waiting to be done.
	 */
	private enum Task {

		CONTINUE_EARLIER, UPDATE, MENTION_SCANNED, MENTION_WRONG_USER

	}

}
