package io.westmoon.login;

import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Is told what happens to the login of one account, on the thread on which it happens: a
 * method must neither block nor take long, and several may be called at the same time.
 * What {@link WestmoonAuthClient} answers from memory is never reported. Attempts contain
 * secrets, the id included, which must not end up in tags. An exception is logged and
 * affects no login.
 */
public interface AccountInstrumentation {

	/**
	 * A call could not be answered from memory and waits for the store, the platform or a
	 * person.
	 * @param context the Reactor context of the call
	 * @return is told how the wait ends
	 */
	default Wait callWaits(ContextView context) {
		return (failure) -> {
		};
	}

	/**
	 * A call was refused, usually with HTTP 401, and it is known why.
	 * @param cause why
	 */
	default void callRefused(Refusal cause) {
	}

	/**
	 * A refused call is sent again with another session.
	 * @param context the Reactor context of the call; empty if a thread waits for it
	 */
	default void callReplayed(ContextView context) {
	}

	/**
	 * The platform was asked whether a session is good.
	 * @param verdict what it said
	 */
	default void sessionChecked(SessionCheck.Verdict verdict) {
	}

	/**
	 * This process has read or written an attempt that differs from what it knew before.
	 * @param attempt the attempt now
	 */
	default void attemptSeen(LoginAttempt attempt) {
	}

	/**
	 * This process has changed the attempt. Of all processes that share a store, only one
	 * reports a change. {@link #attemptSeen} comes first.
	 * @param before the attempt before; {@code null} if there was none
	 * @param attempt the attempt now
	 */
	default void attemptWritten(@Nullable LoginAttempt before, LoginAttempt attempt) {
	}

	/**
	 * This process has claimed, lost or released the right to drive the attempt.
	 * @param held whether it has that right now
	 */
	default void leaseChanged(boolean held) {
	}

	/**
	 * The store failed at an operation, retries included.
	 * @param failure why
	 */
	default void storeFailed(Throwable failure) {
	}

	/**
	 * The client of the account is closed.
	 */
	default void close() {
	}

	/**
	 * Is told how a call's wait ends.
	 */
	@FunctionalInterface
	interface Wait {

		/**
		 * The wait has ended.
		 * @param failure what the caller gets in place of a session; {@code null} if it
		 * gets an answer; {@link java.util.concurrent.CancellationException} if it did
		 * not wait for one
		 */
		void ended(@Nullable Throwable failure);

	}

	/**
	 * Why a call was refused.
	 */
	enum Refusal {

		/** The platform confirmed that the session is dead. */
		SESSION_REJECTED,

		/** Another session had taken its place. */
		SESSION_REPLACED,

		/** The platform accepts the session, so it is not the reason. */
		SESSION_VALID,

		/** The platform gave no verdict on the session. */
		UNKNOWN

	}

}
