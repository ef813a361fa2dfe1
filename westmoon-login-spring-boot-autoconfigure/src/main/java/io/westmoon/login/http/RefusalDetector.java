package io.westmoon.login.http;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

/**
 * Tells which answers to calls that carried the session may mean that the session is
 * dead. A refusal is only a suspicion: the platform is asked about the session before
 * anybody has to scan. A bean of this type replaces the one that
 * {@code westmoon.login.relogin.refused-statuses} and {@code refused-codes} describe.
 * <pre class="code">
 * RefusalDetector detector = (status, headers) -&gt; status.value() == 401
 *     || (status.value() == 302 &amp;&amp; "/login".equals(headers.getFirst("Location")));
 * </pre> Implementations are thread-safe and do not block. An answer that makes one throw
 * counts as not refused. Redirects are seen only if the HTTP client does not follow them.
 */
@FunctionalInterface
public interface RefusalDetector {

	/**
	 * Judges an answer by its status and headers.
	 * @param status the status
	 * @param headers the headers
	 * @return whether the session may be the reason for the answer
	 */
	boolean isRefused(HttpStatusCode status, HttpHeaders headers);

	/**
	 * Decides whether to look at the body of an answer that is not refused by its head.
	 * @param status the status
	 * @param headers the headers
	 * @return looks at this answer's body; {@code null} if it says nothing, so that it is
	 * not touched
	 */
	default @Nullable BodyInspector inspector(HttpStatusCode status, HttpHeaders headers) {
		return null;
	}

	/**
	 * Returns the detector for which HTTP 401 is the only refusal.
	 * @return the detector
	 */
	static RefusalDetector unauthorized() {
		return StandardRefusalDetector.UNAUTHORIZED;
	}

	/**
	 * Returns a detector that takes more than HTTP 401 for a refusal.
	 * @param statuses HTTP statuses that are refusals too
	 * @param codes values of the field "code" at the top level of a JSON object in a
	 * successful answer that are refusals, as numbers or text; {@code success:false}
	 * stands for a field {@code success} that is {@code false}
	 * @return the detector
	 */
	static RefusalDetector of(Collection<Integer> statuses, Collection<String> codes) {
		return (statuses.isEmpty() && codes.isEmpty()) ? unauthorized()
				: new StandardRefusalDetector(List.copyOf(statuses), List.copyOf(codes));
	}

	/**
	 * Looks at the beginning of one body while it arrives, until it has found something.
	 * The body reaches the caller unchanged. Used by one thread at a time.
	 */
	interface BodyInspector {

		/**
		 * Looks at the next bytes. Called for the first 64 KiB of a body at most.
		 * @param bytes the bytes, not to be changed
		 * @return what has been found so far
		 */
		Finding next(byte[] bytes);

		/**
		 * Called when the body has ended and nothing has been found yet.
		 * @return whether the whole body is a refusal
		 */
		default boolean isRefusedAtEnd() {
			return false;
		}

	}

	/**
	 * What the beginning of a body says.
	 */
	enum Finding {

		/** The session may be the reason for the answer. */
		REFUSED,

		/** The answer has nothing to do with the session, whatever follows. */
		NOT_REFUSED,

		/** More of the body is needed. */
		UNDECIDED

	}

}
