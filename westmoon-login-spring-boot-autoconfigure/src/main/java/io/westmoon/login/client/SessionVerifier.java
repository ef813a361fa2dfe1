package io.westmoon.login.client;

import java.time.Duration;
import java.util.Objects;

import io.westmoon.login.AccountInstrumentation.Refusal;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Finds out whether a session is still good: looks into the store whether another one has
 * taken its place, and otherwise asks the platform, one question at a time however many
 * callers want to know. A rejection is final; any other verdict counts only for calls
 * that were refused before the question was put. Thread-safe.
 */
final class SessionVerifier {

	private static final Duration UNANSWERED_TTL = Duration.ofSeconds(30);

	private final ClientSettings settings;

	private final WestmoonPlatform platform;

	private final SessionRepository sessions;

	private final LoginEvents events;

	private final EarlyRejections earlyRejections;

	private final SingleFlight<String, Evidence> questions;

	private volatile @Nullable Unanswered unanswered;

	SessionVerifier(ClientSettings settings, WestmoonPlatform platform, SessionRepository sessions,
			AttemptRepository attempts, LoginEvents events) {
		this.settings = settings;
		this.platform = platform;
		this.sessions = sessions;
		this.events = events;
		this.earlyRejections = new EarlyRejections(settings, attempts, events);
		this.questions = new SingleFlight<>(settings.scheduler(), settings.evidenceDeadline());
	}

	/**
	 * Asks now, or joins a question under way.
	 */
	Mono<Evidence> examine(WestmoonSession session) {
		return this.questions.join(session.accessToken(), () -> ask(session));
	}

	Mono<SessionCheck> examineStored() {
		return this.sessions.reload().flatMap((known) -> {
			WestmoonSession session = known.session();
			return (session != null) ? examine(session).map(Evidence::check)
					: Mono.just(SessionCheck.missing(this.settings.now()));
		});
	}

	/**
	 * Asks about a session that was refused just now. Of a question under way, only a
	 * rejection or another session counts: the session may have died since it was put.
	 */
	Mono<Evidence> examineRefused(WestmoonSession session) {
		return this.questions.joinFresh(session.accessToken(), () -> ask(session),
				(evidence) -> evidence.other() != null || evidence.check().verdict() == Verdict.REJECTED);
	}

	/**
	 * Tells whether the platform gave no verdict on the session when it was asked a
	 * moment ago, so that asking again would only cost time.
	 */
	boolean isUnanswered(WestmoonSession session) {
		Unanswered last = this.unanswered;
		return last != null && session.isSameAs(last.session)
				&& this.settings.nanoTime().getAsLong() - last.nanos < UNANSWERED_TTL.toNanos();
	}

	private Mono<Evidence> ask(WestmoonSession session) {
		// A store that is broken just now keeps nobody from asking the platform.
		return this.sessions.reload()
			.onErrorResume(SessionStoreException.class, (error) -> Mono.just(this.sessions.current().get()))
			.flatMap((known) -> {
				WestmoonSession other = known.otherThan(session);
				SessionCheck rejected = SessionCheck.rejected(this.settings.now());
				if (other != null || this.sessions.current().isRejected(session)) {
					return Mono.just(new Evidence(other, rejected));
				}
				return this.platform.check(session)
					.flatMap((check) -> judged(session, check).thenReturn(new Evidence(null, check)));
			});
	}

	private Mono<Void> judged(WestmoonSession session, SessionCheck check) {
		CurrentSession.Known known = this.sessions.current().get();
		boolean news = session.isSameAs(known.session()) && known.verdict() != Verdict.REJECTED;
		this.sessions.current().judge(session, check);
		this.unanswered = (check.verdict() == Verdict.UNKNOWN)
				? new Unanswered(session, this.settings.nanoTime().getAsLong()) : null;
		if (check.verdict() == Verdict.REJECTED) {
			if (news) {
				this.events.sessionRejected();
			}
			return this.earlyRejections.note(session);
		}
		WestmoonUser user = check.user();
		WestmoonSession current = known.session();
		WestmoonUser held = (current != null && session.isSameAs(current)) ? current.user() : session.user();
		return (user == null || isSamePerson(user, held)) ? Mono.empty()
				: this.sessions.userArrived(session.withUser(user));
	}

	/**
	 * Other fields may differ with every answer, which is not worth a write.
	 */
	private static boolean isSamePerson(WestmoonUser user, @Nullable WestmoonUser known) {
		return known != null && Objects.equals(user.id(), known.id()) && Objects.equals(user.name(), known.name());
	}

	/**
	 * What is known of a session now.
	 *
	 * @param other the session that has taken its place; {@code null} if none has
	 * @param check what the platform says; a rejection if another session has taken its
	 * place
	 */
	record Evidence(@Nullable WestmoonSession other, SessionCheck check) {

		Refusal refusal() {
			return switch (check().verdict()) {
				case VALID -> Refusal.SESSION_VALID;
				case REJECTED -> (other() != null) ? Refusal.SESSION_REPLACED : Refusal.SESSION_REJECTED;
				case MISSING, UNKNOWN -> Refusal.UNKNOWN;
			};
		}

	}

	private record Unanswered(WestmoonSession session, long nanos) {
	}

}
