package io.westmoon.login.micrometer;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.SessionStoreUnreachableException;
import org.jspecify.annotations.Nullable;

/**
 * The values of tags: names of constants, never a text that somebody else wrote.
 */
final class LoginTags {

	static final String NONE = "none";

	static final String SUCCESS = "success";

	static final String CANCELED = "canceled";

	static final String INTERRUPTED = "interrupted";

	private static final String SENT = "sent";

	private static final String FAILED = "failed";

	private static final String STORE = "store";

	private static final String UNREACHABLE = "unreachable";

	private static final String OTHER = "other";

	static final List<String> NOTICE_OUTCOMES = List.of(SENT, FAILED);

	static final List<String> STORE_CAUSES = List.of(UNREACHABLE, OTHER);

	/**
	 * How attempts can end. A platform that gives no code ends none.
	 */
	static final List<String> ATTEMPT_OUTCOMES = Stream
		.concat(Stream.of(AttemptState.ACCEPTED, AttemptState.LOGGED_OUT),
				EnumSet.complementOf(EnumSet.of(LoginFailure.Kind.PLATFORM)).stream())
		.map(LoginTags::value)
		.toList();

	private LoginTags() {
	}

	static String value(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Tells how a call's wait ended.
	 */
	static String outcome(@Nullable Throwable failure) {
		if (failure == null) {
			return SUCCESS;
		}
		if (failure instanceof LoginRequiredException required) {
			return value(required.reason());
		}
		return (failure instanceof CancellationException) ? CANCELED
				: (failure instanceof SessionStoreException) ? STORE : OTHER;
	}

	/**
	 * Tells how an attempt ended, or how driving it ended in this process.
	 */
	static String outcome(LoginAttempt attempt) {
		LoginFailure failure = attempt.failure();
		return switch (attempt.state()) {
			case ACCEPTED, LOGGED_OUT -> value(attempt.state());
			default -> (failure != null) ? value(failure.kind()) : INTERRUPTED;
		};
	}

	/**
	 * Tells what became of a notice.
	 */
	static String noticeOutcome(boolean sent) {
		return sent ? SENT : FAILED;
	}

	/**
	 * Tells why the store failed.
	 */
	static String storeCause(Throwable failure) {
		return (failure instanceof SessionStoreUnreachableException) ? UNREACHABLE : OTHER;
	}

}
