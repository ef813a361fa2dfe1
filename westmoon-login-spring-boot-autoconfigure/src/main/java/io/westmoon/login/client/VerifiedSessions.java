package io.westmoon.login.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

import io.westmoon.login.PlatformException;
import io.westmoon.login.PlatformUnreachableException;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.client.CurrentSession.Known;
import io.westmoon.login.support.UntrustedText;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Hands out sessions that the platform has accepted just now, for work that must not
 * begin with a dead one. Of a question that was under way before, only a rejection
 * counts.
 */
final class VerifiedSessions {

	private final ClientSettings settings;

	private final SessionRepository sessions;

	private final SessionVerifier verifier;

	private final SharedLogin login;

	private final LoginExceptions exceptions;

	private final List<String> purposes = new CopyOnWriteArrayList<>();

	VerifiedSessions(ClientSettings settings, SessionRepository sessions, SessionVerifier verifier, SharedLogin login,
			LoginExceptions exceptions) {
		this.settings = settings;
		this.sessions = sessions;
		this.verifier = verifier;
		this.login = login;
		this.exceptions = exceptions;
	}

	/**
	 * Returns what work waits, each kind once.
	 */
	List<String> purposes() {
		return this.purposes.stream().distinct().toList();
	}

	/**
	 * Asks the platform, and a person if need be, for work with a name.
	 */
	Mono<WestmoonSession> obtain(@Nullable Duration wait, String purpose) {
		String shown = UntrustedText.oneLine(purpose);
		return obtain(wait).doFirst(() -> this.purposes.add(shown)).doFinally((signal) -> this.purposes.remove(shown));
	}

	/**
	 * Asks the platform, and a person if need be.
	 */
	Mono<WestmoonSession> obtain(@Nullable Duration wait) {
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
		Instant began = this.settings.clock().instant();
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
		Known known = this.sessions.current().get();
		if (!known.loaded()) {
			return Mono.error(LoginExceptions.storeWithoutAnswer(this.sessions.current().readProblem()));
		}
		boolean unanswered = known.session() != null && known.verdict() != Verdict.REJECTED && !this.login.isNeeded();
		return Mono
			.error(unanswered ? PlatformUnreachableException.of("the user of the session", new TimeoutException())
					: this.exceptions.waitedTooLong());
	}

}
