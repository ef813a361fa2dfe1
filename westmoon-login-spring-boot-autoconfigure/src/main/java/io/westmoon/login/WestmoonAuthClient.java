package io.westmoon.login;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps the one current Westmoon session of an account. However many threads and
 * processes need a session at the same time, one code is shown and one login ends all
 * waits. Thread-safe; nothing blocks the calling thread except {@link #close()}.
 *
 */
public interface WestmoonAuthClient extends SessionSource, AutoCloseable {

	/**
	 * The name of the account unless it is given another one.
	 */
	String DEFAULT_ACCOUNT = "default";

	/**
	 * Returns the name of the account.
	 * @return the name, as in settings, events, exceptions and log lines
	 */
	String account();

	/**
	 * Returns a session that the platform has accepted since the call, for work that must
	 * not begin with a dead one, such as a nightly job. Asks the platform each time, with
	 * one question for all who call at the same time, and waits for a person to scan a
	 * code if there is no good session. Does not hand out a session of which the platform
	 * says nothing.
	 * @param wait how long to wait at most, for the store, the platform and a person
	 * together; zero to wait for no person, which leaves the store and the platform one
	 * second; {@code null} for the configured time
	 * @return the session; fails with {@link LoginRequiredException} if nobody logged in
	 * in time, with {@link PlatformException} if the platform cannot be reached or does
	 * not say whether the session is good, and with {@link SessionStoreException} if the
	 * store cannot be read
	 */
	default Mono<WestmoonSession> verifiedSession(@Nullable Duration wait) {
		return check().flatMap((check) -> {
			PlatformException problem = check.problem();
			return (problem != null) ? Mono.error(problem) : session(wait);
		});
	}

	/**
	 * Like {@link #verifiedSession(Duration)}, for work with a name. While it waits, the
	 * {@linkplain #status() status} and notices tell people what for.
	 * @param wait how long to wait at most; {@code null} for the configured time
	 * @param purpose the work in a few words, such as {@code nightly price import}, which
	 * everybody may read
	 * @return the session; fails as {@link #verifiedSession(Duration)} does
	 */
	default Mono<WestmoonSession> verifiedSession(@Nullable Duration wait, String purpose) {
		return verifiedSession(wait);
	}

	/**
	 * Returns what work of this process waits in
	 * {@link #verifiedSession(Duration, String)}, from memory.
	 * @return the purposes, each once
	 */
	default List<String> waitingFor() {
		return List.of();
	}

	/**
	 * Asks for a code, or joins the attempt under way, and waits for its outcome. Ends a
	 * cool-down and takes back a {@link #logout()}. While the session still works, this
	 * renews it: calls go on with it until the new one is accepted and with the new one
	 * from then on, and a renewal that fails changes nothing. The wait ends after an hour
	 * at the latest.
	 * @return the new session; fails with {@link LoginRequiredException} or one of its
	 * subclasses
	 */
	Mono<WestmoonSession> login();

	/**
	 * Does the same as {@link #login()} but returns as soon as there is a code to scan.
	 * The login goes on in the background.
	 * @return the living code of the attempt, never a second one
	 */
	Mono<LoginQrCode> startLogin();

	/**
	 * Returns the code of an attempt to somebody who looks at its page, and asks for one
	 * if there is none. Whoever goes on looking calls this again, twice a minute or more
	 * often: meanwhile a code that ends is replaced, and does not count as one that
	 * nobody scanned. Waits 30 seconds at most.
	 * @param attemptId the id of the attempt
	 * @return the living code; fails with {@link NoSuchAttemptException} if no attempt of
	 * that id is under way, and with {@link LoginRequiredException} if it has no code to
	 * show, for instance since the platform gives none
	 */
	Mono<LoginQrCode> openCode(String attemptId);

	/**
	 * Waits for the pending login, also one that an earlier process or the existing
	 * command-line tool began.
	 * @return the new session; fails with {@link LoginRequiredException} if no login is
	 * pending
	 */
	Mono<WestmoonSession> awaitLogin();

	/**
	 * Waits for the login of the code that a scan token names. The end of that code ends
	 * the wait; no other code is asked for.
	 * @param scanToken the scan token
	 * @return the new session; fails with {@link LoginRequiredException}, also if another
	 * code has been scanned already
	 */
	Mono<WestmoonSession> awaitLogin(String scanToken);

	/**
	 * Asks the platform whether the stored session is good. Never starts a login.
	 * @return the verdict; fails only with {@link SessionStoreException}
	 */
	Mono<SessionCheck> check();

	/**
	 * Forgets the session, the pending login and the pinned user wherever the store is
	 * shared. No automatic login follows until {@link #login()} is called.
	 * @return completes when all is forgotten
	 */
	Mono<Void> logout();

	/**
	 * Returns what is known, without I/O and without secrets.
	 * @return a snapshot
	 */
	LoginStatus status();

	/**
	 * Returns what happens from the subscription on. A slow subscriber misses events; it
	 * holds up nobody.
	 * @return the events of this account; completes when the client is closed
	 */
	Flux<LoginEvent> events();

	/**
	 * Stops working for this account. A pending attempt stays in the store, where the
	 * next process finishes it; waiting calls fail. Returns within a bounded time.
	 */
	@Override
	void close();

}
