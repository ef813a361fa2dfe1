package io.westmoon.login.client;

import java.util.function.Function;

import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.client.CurrentSession.Known;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Finds a session that can be used: in memory, in the store, or with the platform's word
 * for one whose time is over.
 */
final class SessionLookup {

	private final ClientSettings settings;

	private final SessionRepository sessions;

	private final SessionVerifier verifier;

	private final LoginExceptions exceptions;

	private final SharedLogin login;

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
	 * What a caller gets whose time is over.
	 */
	Mono<WestmoonSession> withoutWaiting() {
		Known known = this.sessions.current().get();
		WestmoonSession session = known.session();
		if (!known.loaded()) {
			return Mono.error(LoginExceptions.storeWithoutAnswer(this.sessions.current().readProblem()));
		}
		// The platform did not say in time that the session has ended.
		if (session != null && known.verdict() != Verdict.REJECTED && !this.login.isNeeded()) {
			return known.trusted() ? Mono.just(session) : Mono.error(this.exceptions.ownerUnknown(null));
		}
		return Mono.error(this.exceptions.waitedTooLong());
	}

}
