package io.westmoon.sample.cli;

import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Writes warnings and errors of the libraries to the standard error, without stack
 * traces. Loads a few classes where a whole logging system loads hundreds, for which each
 * command would wait. Made by Commons Logging, by its name. Thread-safe.
 */
public final class WarningLog implements Log {

	/**
	 * The command line tells what the client does in its own words, which name its
	 * options.
	 */
	private static final String CLIENT = "io.westmoon.login.client.";

	private final boolean enabled;

	/**
	 * Creates a log.
	 * @param name the name of the class that logs
	 */
	public WarningLog(String name) {
		this.enabled = !name.startsWith(CLIENT);
	}

	/**
	 * Chooses this log for the whole process. Must come before anything that logs. What
	 * logs through SLF4J, such as Netty and Reactor, is not heard.
	 */
	static void use() {
		System.setProperty("org.apache.commons.logging.LogFactory", "org.apache.commons.logging.impl.LogFactoryImpl");
		System.setProperty("org.apache.commons.logging.Log", WarningLog.class.getName());
		System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
		System.setProperty("slf4j.internal.verbosity", "ERROR");
	}

	@Override
	public boolean isFatalEnabled() {
		return this.enabled;
	}

	@Override
	public void fatal(@Nullable Object message) {
		say(message);
	}

	@Override
	public void fatal(@Nullable Object message, @Nullable Throwable cause) {
		say(message);
	}

	@Override
	public boolean isErrorEnabled() {
		return this.enabled;
	}

	@Override
	public void error(@Nullable Object message) {
		say(message);
	}

	@Override
	public void error(@Nullable Object message, @Nullable Throwable cause) {
		say(message);
	}

	@Override
	public boolean isWarnEnabled() {
		return this.enabled;
	}

	@Override
	public void warn(@Nullable Object message) {
		say(message);
	}

	@Override
	public void warn(@Nullable Object message, @Nullable Throwable cause) {
		say(message);
	}

	@Override
	public boolean isInfoEnabled() {
		return false;
	}

	@Override
	public void info(@Nullable Object message) {
	}

	@Override
	public void info(@Nullable Object message, @Nullable Throwable cause) {
	}

	@Override
	public boolean isDebugEnabled() {
		return false;
	}

	@Override
	public void debug(@Nullable Object message) {
	}

	@Override
	public void debug(@Nullable Object message, @Nullable Throwable cause) {
	}

	@Override
	public boolean isTraceEnabled() {
		return false;
	}

	@Override
	public void trace(@Nullable Object message) {
	}

	@Override
	public void trace(@Nullable Object message, @Nullable Throwable cause) {
	}

	private void say(@Nullable Object message) {
		if (this.enabled) {
			System.err.println(message);
		}
	}

}
