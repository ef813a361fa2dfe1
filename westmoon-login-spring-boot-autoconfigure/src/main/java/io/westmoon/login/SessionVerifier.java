package io.westmoon.login;

import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Predicate;

import io.westmoon.login.SessionCheck.Verdict;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Asks the platform about a session, one question at a time however many callers want to
 * know. A rejection is final; any other verdict counts only for calls that were refused
 * before the question was put.
 */
final class SessionVerifier {

	private static final int REMEMBERED_REJECTIONS = 16;

	private final WestmoonPlatform platform;

	private final Clock clock;

	private final BiFunction<WestmoonSession, SessionCheck, Mono<Void>> onVerdict;

	private final AtomicReference<@Nullable Question> last = new AtomicReference<>();

	private final AtomicLong asked = new AtomicLong();

	private final Set<String> rejected = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
			return size() > REMEMBERED_REJECTIONS;
		}
	}));

	SessionVerifier(WestmoonPlatform platform, Clock clock,
			BiFunction<WestmoonSession, SessionCheck, Mono<Void>> onVerdict) {
		this.platform = platform;
		this.clock = clock;
		this.onVerdict = onVerdict;
	}

	/**
	 * Tells whether the platform has rejected the session before.
	 */
	boolean isRejected(WestmoonSession session) {
		return this.rejected.contains(session.accessToken());
	}

	/**
	 * Asks now, or joins a question under way.
	 */
	Mono<SessionCheck> check(WestmoonSession session) {
		return Mono.defer(() -> {
			long before = this.asked.get();
			return answer(session, (question) -> question.number > before || !question.answered());
		});
	}

	/**
	 * Asks about a session that was refused. A question that was put before the refusal
	 * arrived counts only if its answer is a rejection.
	 */
	Mono<SessionCheck> checkRefused(WestmoonSession session, Instant refusedAt) {
		return Mono.defer(() -> {
			if (isRejected(session)) {
				return Mono.just(SessionCheck.rejected(refusedAt));
			}
			long before = this.asked.get();
			return answer(session,
					(question) -> question.number > before || question.beganBetween(refusedAt, this.clock.instant()));
		});
	}

	private Mono<SessionCheck> answer(WestmoonSession session, Predicate<Question> counts) {
		Question question = this.last.get();
		if (question == null || !question.session.isSameAs(session)
				|| (question.answered() && !counts.test(question))) {
			Question next = new Question(this.asked.incrementAndGet(), session);
			if (!this.last.compareAndSet(question, next)) {
				return answer(session, counts);
			}
			ask(next);
			return next.answer.asMono();
		}
		boolean enough = counts.test(question);
		return question.answer.asMono()
			.flatMap((check) -> (enough || check.verdict() == Verdict.REJECTED || counts.test(question))
					? Mono.just(check) : answer(session, counts));
	}

	private void ask(Question question) {
		Mono.defer(() -> this.platform.check(question.session))
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("The platform gave no verdict")))
			.doOnNext((check) -> question.check = check)
			.flatMap((check) -> {
				if (check.verdict() == Verdict.REJECTED) {
					this.rejected.add(question.session.accessToken());
				}
				return this.onVerdict.apply(question.session, check).thenReturn(check);
			})
			.subscribe(question.answer::tryEmitValue, (error) -> {
				this.last.compareAndSet(question, null);
				question.answer.tryEmitError(error);
			});
	}

	/**
	 * One question to the platform, from the moment it is put.
	 */
	private static final class Question {

		private final long number;

		private final WestmoonSession session;

		private final Sinks.One<SessionCheck> answer = Sinks.one();

		private volatile @Nullable SessionCheck check;

		Question(long number, WestmoonSession session) {
			this.number = number;
			this.session = session;
		}

		boolean answered() {
			return this.check != null;
		}

		/**
		 * A question of the future was put before the clock was set back.
		 */
		boolean beganBetween(Instant refusedAt, Instant now) {
			SessionCheck check = this.check;
			return check != null && check.beganAt().isAfter(refusedAt) && !check.beganAt().isAfter(now);
		}

	}

}
