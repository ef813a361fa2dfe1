package io.westmoon.login.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.westmoon.login.PlatformException;
import io.westmoon.login.PlatformUnreachableException;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.client.CurrentSession.Known;
import io.westmoon.login.support.UntrustedText;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Finds a session that can be used: in memory, in the store, or with the platform's word
 * for one whose time is over. Work that must not begin with a dead session gets one that
 * the platform has accepted just now; of a question that was under way before, only a
 * rejection counts there.
 */
final class SessionLookup {

	private final ClientSettings settings;

	private final SessionRepository sessions;

	private final SessionVerifier verifier;

	private final LoginExceptions exceptions;

	private final SharedLogin login;

	private final List<String> purposes = new CopyOnWriteArrayList<>();

	SessionLookup(ClientSettings settings, SessionRepository sessions, SessionVerifier verifier,
			LoginExceptions exceptions, SharedLogin login) {
		this.settings = settings;
		this.sessions = sessions;
		this.verifier = verifier;
		this.exceptions = exceptions;
		this.login = login;
	}

	/**
	 * Finds a session.
	 * @param login gives one in place of the given one if none can be used
	 */
	Mono<WestmoonSession> find(Function<@Nullable WestmoonSession, Mono<WestmoonSession>> login) {
		return Mono.defer(() -> {
			Known known = this.sessions.current().get();
			return known.loaded() ? Mono.just(known) : this.sessions.reload();
		}).flatMap((known) -> {
			WestmoonSession session = known.session();
			if (session == null || known.verdict() == Verdict.REJECTED) {
				return login.apply(session);
			}
			boolean unanswered = known.trusted() && this.verifier.isUnanswered(session);
			if (unanswered || known.usable(this.settings.clock()) != null) {
				return Mono.just(session);
			}
			return this.verifier.examine(session).flatMap((evidence) -> {
				WestmoonSession found = (evidence.other() != null) ? evidence.other() : session;
				if (!this.sessions.canUse(found)) {
					return login.apply(session);
				}
				return this.sessions.current().isTrusted(found) ? Mono.just(found)
						: Mono.error(this.exceptions.ownerUnknown(evidence.check().problem()));
			});
		});
	}

	/**
	 * Returns what work waits, each kind once.
	 */
	List<String> purposes() {
		return this.purposes.stream().distinct().toList();
	}

	Mono<WestmoonSession> verified(@Nullable Duration wait, String purpose) {
		String shown = UntrustedText.oneLine(purpose);
		return verified(wait).doFirst(() -> this.purposes.add(shown))
			.doFinally((signal) -> this.purposes.remove(shown));
	}

	/**
	 * Asks the platform, and a person if need be.
	 */
	Mono<WestmoonSession> verified(@Nullable Duration wait) {
		return Mono.defer(this.sessions::reload).flatMap((known) -> {
			WestmoonSession session = known.session();
			return (session == null || known.verdict() == Verdict.REJECTED) ? logIn(session, wait)
					: verify(session, wait);
		});
	}

	private Mono<WestmoonSession> verify(WestmoonSession session, @Nullable Duration wait) {
		return this.verifier.examineRefused(session).flatMap((evidence) -> {
			WestmoonSession other = evidence.other();
			if (other != null) {
				return verify(other, wait);
			}
			if (!this.sessions.canUse(session)) {
				return logIn(session, wait);
			}
			PlatformException problem = evidence.check().problem();
			if (problem != null) {
				return Mono.error(problem);
			}
			return this.sessions.current().isTrusted(session) ? Mono.just(session)
					: Mono.error(this.exceptions.ownerUnknown(null));
		});
	}

	/**
	 * A login also succeeds while the platform does not say whose the session is, and one
	 * that was under way may have asked about it before this call.
	 */
	private Mono<WestmoonSession> logIn(@Nullable WestmoonSession replaced, @Nullable Duration wait) {
		Instant began = this.settings.now();
		return this.login.joinByItself(replaced, wait).flatMap((session) -> {
			Known known = this.sessions.current().get();
			boolean verified = session.isSameAs(known.session()) && known.verdict() == Verdict.VALID && known.trusted()
					&& known.verifiedAt() != null && !known.verifiedAt().isBefore(began);
			return verified ? Mono.just(session) : verify(session, wait);
		});
	}

	/**
	 * What a caller gets whose time is over.
	 */
	Mono<WestmoonSession> withoutWaiting() {
		return withoutWaiting((known) -> known.trusted() ? Mono.justOrEmpty(known.session())
				: Mono.error(this.exceptions.ownerUnknown(null)));
	}

	/**
	 * What a caller gets who wanted a verified session and whose time is over.
	 */
	Mono<WestmoonSession> unverified() {
		return withoutWaiting((known) -> Mono
			.error(PlatformUnreachableException.of("the user of the session", new TimeoutException())));
	}

	/**
	 * Ends a wait.
	 * @param unanswered what follows if there is a session and the platform did not say
	 * in time whether it is good
	 */
	private Mono<WestmoonSession> withoutWaiting(Function<Known, Mono<WestmoonSession>> unanswered) {
		Known known = this.sessions.current().get();
		if (!known.loaded()) {
			return Mono.error(LoginExceptions.storeWithoutAnswer(this.sessions.current().readProblem()));
		}
		return (known.session() != null && known.verdict() != Verdict.REJECTED && !this.login.isNeeded())
				? unanswered.apply(known) : Mono.error(this.exceptions.waitedTooLong());
	}

}
