package io.westmoon.login.client;

import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Puts the session that a login brought into the store, in place of the one that it was
 * to replace.
 */
final class Saving {

	private final Engine engine;

	private final @Nullable WestmoonSession replaced;

	Saving(Engine engine, @Nullable WestmoonSession replaced) {
		this.engine = engine;
		this.replaced = replaced;
	}

	/**
	 * Saves the session, patiently. If a newer one is stored, that one counts, unless it
	 * is one that was to be replaced, is dead or belongs to somebody else: then a clock
	 * was wrong.
	 * @return what is stored then
	 */
	Mono<WestmoonSession> save(WestmoonSession session) {
		return this.engine.attempts()
			.save(session)
			.flatMap((saved) -> saved ? Mono.just(session)
					: this.engine.store()
						.load()
						.flatMap((newer) -> isRefused(newer) ? saveOver(newer, session) : Mono.just(newer)))
			.switchIfEmpty(Mono.defer(() -> this.engine.attempts().save(session).thenReturn(session)));
	}

	private boolean isRefused(WestmoonSession stored) {
		return stored.isSameAs(this.replaced) || this.engine.verifier().isRejected(stored)
				|| !this.engine.belongsHere(stored);
	}

	private Mono<WestmoonSession> saveOver(WestmoonSession stored, WestmoonSession session) {
		WestmoonSession later = session.withCreatedAt(stored.createdAt().plusMillis(1));
		return this.engine.attempts().save(later).thenReturn(later);
	}

}
