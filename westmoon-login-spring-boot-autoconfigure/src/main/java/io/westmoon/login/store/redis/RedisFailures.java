package io.westmoon.login.store.redis;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.westmoon.login.SessionStoreException;
import io.westmoon.login.SessionStoreUnreachableException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisConnectionFailureException;

/**
 * Tells what an error of Redis or of its driver means, and puts it into words. Of what
 * Redis says only the code is repeated.
 */
final class RedisFailures {

	/**
	 * Within a script, Redis 6 puts the code behind words of its own.
	 */
	private static final Pattern CODE = Pattern
		.compile("\\b(WRONGTYPE|READONLY|NOREPLICAS|MISCONF|OOM|NOPERM|NOAUTH|WRONGPASS|LOADING|CLUSTERDOWN"
				+ "|MASTERDOWN|TRYAGAIN|CROSSSLOT|BUSY)\\b");

	private static final Pattern REPLY = Pattern.compile("-?([A-Z]{3,})(?: .*)?", Pattern.DOTALL);

	/**
	 * How Redis 6 says within a script that the user lacks a permission.
	 */
	private static final Pattern FORBIDDEN = Pattern.compile("can't (run this|access at least)");

	private RedisFailures() {
	}

	/**
	 * Tells whether Redis could not be reached or is not ready, so that trying again
	 * helps.
	 */
	static boolean isUnreachable(Throwable error) {
		if (error instanceof SessionStoreException) {
			return false;
		}
		String code = code(error);
		return switch (code) {
			case "LOADING", "CLUSTERDOWN", "MASTERDOWN", "TRYAGAIN", "BUSY" -> true;
			case "" -> isTimeout(error) || error instanceof DataAccessException || isIo(error);
			default -> error instanceof RedisConnectionFailureException;
		};
	}

	private static boolean isTimeout(Throwable error) {
		return error instanceof TimeoutException || error instanceof QueryTimeoutException;
	}

	private static boolean isIo(Throwable error) {
		return NestedExceptionUtils.getMostSpecificCause(error) instanceof IOException;
	}

	/**
	 * Returns the first word of an error reply; empty if Redis replied nothing.
	 */
	private static String code(Throwable error) {
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			String message = String.valueOf(cause.getMessage());
			Matcher reply = REPLY.matcher(message);
			if (reply.matches()) {
				Matcher known = CODE.matcher(message);
				if (known.find()) {
					return known.group(1);
				}
				return FORBIDDEN.matcher(message).find() ? "NOPERM" : reply.group(1);
			}
		}
		return "";
	}

	/**
	 * Puts an error into words.
	 * @param purpose what could not be done
	 * @param key the key that it was about
	 * @param error what happened
	 * @return the exception; the very error if it is one already
	 */
	static SessionStoreException translate(String purpose, String key, Throwable error) {
		if (error instanceof SessionStoreException known) {
			return known;
		}
		String message = "Could not " + purpose + " in Redis under '" + key + "': ";
		return isUnreachable(error) ? new SessionStoreUnreachableException(message + why(error), error)
				: new SessionStoreException(message + why(error), error);
	}

	/**
	 * Says what happened and what to do.
	 */
	static String why(Throwable error) {
		String code = code(error);
		return switch (code) {
			case "" -> withoutReply(error);
			case "WRONGTYPE" -> "the key holds something else. Delete the key if nobody needs it, or set another"
					+ " westmoon.login.store.key-prefix";
			case "READONLY" -> "this Redis is a replica, which accepts no writes. Connect to the master, or by"
					+ " Sentinel or Cluster, which find it";
			case "NOREPLICAS" -> "Redis accepts no writes, since too few replicas follow it (min-replicas-to-write)."
					+ " Bring the replicas back";
			case "MISCONF" -> "Redis accepts no writes, since it cannot save to its disk. Look at the log of Redis";
			case "OOM" -> "Redis is out of memory. Raise its maxmemory, or free some";
			case "NOPERM" -> "the Redis user lacks a permission (NOPERM). Grant it the commands, keys and channels"
					+ " that the documentation lists";
			case "NOAUTH", "WRONGPASS" -> "Redis does not accept the credentials (" + code
					+ "). Set the user name and password of the connection";
			case "LOADING", "MASTERDOWN", "TRYAGAIN", "BUSY" -> "Redis is not ready (" + code + "). Try again";
			case "CLUSTERDOWN" -> "the Redis Cluster does not serve this key (CLUSTERDOWN). Bring its masters back";
			default -> "Redis refused it (" + code + "). Look at the log of Redis and at the permissions of its user";
		};
	}

	private static String withoutReply(Throwable error) {
		if (isTimeout(error)) {
			return "Redis did not answer in time. Look at its load and at the network";
		}
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(error);
		String detail = (cause instanceof IOException) ? String.valueOf(cause.getMessage())
				: cause.getClass().getSimpleName();
		return "Redis cannot be reached (" + detail + "). Look at the connection's settings and at the network";
	}

	/**
	 * Tells whether Redis answered, and refused something that trying again does not
	 * change.
	 */
	static boolean isRefusal(Throwable error) {
		return !code(error).isEmpty() && !isUnreachable(error);
	}

}
