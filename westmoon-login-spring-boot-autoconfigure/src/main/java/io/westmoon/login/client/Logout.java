package io.westmoon.login.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Forgets the session, wherever it is. Thread-safe.
 */
final class Logout {

	private final ClientSettings settings;

	private final SessionStore store;

	private final AttemptRepository attempts;

	private final SessionRepository sessions;

	Logout(ClientSettings settings, SessionStore store, AttemptRepository attempts, SessionRepository sessions) {
		this.settings = settings;
		this.store = store;
		this.attempts = attempts;
		this.sessions = sessions;
	}

	/**
	 * Forgets the session in the attempt first and in the store afterwards, so that every
	 * process knows that it is void, even if this one ends in between.
	 */
	Mono<Void> run() {
		return Mono.defer(() -> {
			Map<String, LoginAttempt> known = new LinkedHashMap<>();
			note(known, this.attempts.last());
			return this.store.load().singleOptional().flatMap((stored) -> write(known, stored));
		})
			.flatMap((written) -> removeVoid(written.orElseThrow()))
			.then(Mono.fromRunnable(this.sessions.current()::forget));
	}

	private static void note(Map<String, LoginAttempt> known, @Nullable LoginAttempt attempt) {
		if (attempt != null) {
			known.put(attempt.id(), attempt);
		}
	}

	/**
	 * Makes void what this process holds by then, not what it held when the logout began,
	 * and each attempt that it has seen in between, also where the store has lost that.
	 */
	private Mono<Optional<LoginAttempt>> write(Map<String, LoginAttempt> known, Optional<WestmoonSession> stored) {
		String account = this.settings.account();
		return this.attempts.update((attempt) -> {
			List<String> lost = known.values()
				.stream()
				.filter((each) -> attempt == null || !attempt.id().equals(each.id()))
				.flatMap((each) -> LoginAttempt.loggedOut(account, each, List.of()).voidSessions().stream())
				.toList();
			note(known, attempt);
			List<WestmoonSession> held = this.sessions.current().held();
			List<WestmoonSession> sessions = Stream.concat(held.stream(), stored.stream()).toList();
			if (lost.isEmpty()) {
				return LoginAttempt.loggedOut(account, attempt, sessions);
			}
			LoginAttempt before = this.attempts.orBlank(attempt);
			List<String> voids = Stream.concat(before.voidSessions().stream(), lost.stream()).toList();
			return LoginAttempt.loggedOut(account, before.toBuilder().voidSessions(voids).build(), sessions);
		});
	}

	/**
	 * A session that appeared meanwhile is older than the logout, unless somebody has
	 * begun to log in again.
	 */
	private Mono<Boolean> removeVoid(LoginAttempt logout) {
		return this.store.load()
			.singleOptional()
			.flatMap((stored) -> stored.isEmpty() ? Mono.just(true)
					: this.attempts.read()
						.map((attempt) -> this.attempts.isVoid(stored.get())
								|| attempt.filter((now) -> now.version() == logout.version()).isPresent())
						.flatMap((isOlder) -> isOlder ? this.sessions.remove(stored.get()) : Mono.just(false)));
	}

}
