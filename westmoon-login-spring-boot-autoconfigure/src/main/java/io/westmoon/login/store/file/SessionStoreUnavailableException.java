package io.westmoon.login.store.file;

import io.westmoon.login.SessionStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The directory that is to keep the session cannot be used: it cannot be created or
 * written, others could have changed what is in it, or another account uses it. Thrown
 * when a store is opened.
 */
public final class SessionStoreUnavailableException extends SessionStoreException {

	private final String directory;

	private final String reason;

	private final @Nullable String remedy;

	/**
	 * Creates the exception.
	 * @param directory the directory
	 * @param reason what is wrong with it
	 * @param cause why; {@code null} if nothing was thrown
	 */
	public SessionStoreUnavailableException(String directory, String reason, @Nullable Throwable cause) {
		super("The Westmoon session cannot be kept in '" + directory + "': " + reason
				+ ". Set westmoon.login.store.directory to a writable directory, mount a volume there,"
				+ " or set westmoon.login.store.type=memory to do without a file", cause);
		this.directory = directory;
		this.reason = reason;
		this.remedy = null;
	}

	/**
	 * Creates the exception for what one thing will mend.
	 * @param directory the directory
	 * @param reason what is wrong with it
	 * @param remedy what to do, as a sentence that may end with a command
	 * @param cause why; {@code null} if nothing was thrown
	 */
	public SessionStoreUnavailableException(String directory, String reason, String remedy, @Nullable Throwable cause) {
		super("The Westmoon session cannot be kept in '" + directory + "': " + reason + ". " + remedy, cause);
		this.directory = directory;
		this.reason = reason;
		this.remedy = remedy;
	}

	/**
	 * Returns the directory.
	 * @return the directory as it was configured or resolved
	 */
	public String directory() {
		return this.directory;
	}

	/**
	 * Returns what is wrong with the directory.
	 * @return the reason, without what to do
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * Returns what mends it.
	 * @return what to do, as a sentence that may end with a command; {@code null} if
	 * there is more than one way
	 */
	public @Nullable String remedy() {
		return this.remedy;
	}

}
