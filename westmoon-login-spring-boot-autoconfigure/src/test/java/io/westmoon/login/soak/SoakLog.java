package io.westmoon.login.soak;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.westmoon.login.LoginFailure;
import org.slf4j.LoggerFactory;
import org.springframework.util.ClassUtils;

/**
 * Takes every log line away from the console into a file, and sees to it that none of
 * them holds a secret.
 */
final class SoakLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private static final Pattern SECRET = Pattern.compile("(access|refresh|scan)-[0-9a-f]{48}");

	/**
	 * Relocated in the archive of the test starter, as itself among its classes.
	 */
	private static final String MOCK_WEB_SERVER = ClassUtils
		.isPresent("io.westmoon.login.test.shaded.mockwebserver3.MockWebServer", null)
				? "io.westmoon.login.test.shaded.mockwebserver3.MockWebServer" : "mockwebserver3.MockWebServer";

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Logger library = (Logger) LoggerFactory.getLogger("io.westmoon");

	private final java.util.logging.Logger fakePlatform = java.util.logging.Logger.getLogger(MOCK_WEB_SERVER);

	private final Level rootLevel = this.root.getLevel();

	private final Level libraryLevel = this.library.getLevel();

	private final List<Appender<ILoggingEvent>> console = new ArrayList<>();

	private final Violations violations;

	private final PrintWriter lines;

	private int warnings;

	private int errors;

	private int platformFailures;

	private boolean storeTrouble;

	private SoakLog(PrintWriter lines, Violations violations) {
		this.lines = lines;
		this.violations = violations;
	}

	/**
	 * Begins to capture: everything that the library says, and others' warnings.
	 * @param file where to, replaced
	 */
	static SoakLog begin(Path file, Violations violations) {
		try {
			Files.createDirectories(file.toAbsolutePath().getParent());
			return begin(new PrintWriter(Files.newBufferedWriter(file)), violations);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static SoakLog begin(PrintWriter lines, Violations violations) {
		SoakLog log = new SoakLog(lines, violations);
		log.attach();
		return log;
	}

	private void attach() {
		for (Iterator<Appender<ILoggingEvent>> all = this.root.iteratorForAppenders(); all.hasNext();) {
			this.console.add(all.next());
		}
		this.console.forEach(this.root::detachAppender);
		setContext(this.root.getLoggerContext());
		start();
		this.root.addAppender(this);
		this.root.setLevel(Level.WARN);
		this.library.setLevel(Level.DEBUG);
		this.fakePlatform.setLevel(java.util.logging.Level.OFF);
	}

	@Override
	protected void append(ILoggingEvent event) {
		String line = event.getLevel() + " " + event.getInstant() + " " + event.getThreadName() + " "
				+ event.getLoggerName() + " " + event.getFormattedMessage();
		line((event.getThrowableProxy() != null)
				? line + System.lineSeparator() + ThrowableProxyUtil.asString(event.getThrowableProxy()) : line);
	}

	/**
	 * Takes a line, also one that another process logged.
	 */
	synchronized void line(String line) {
		this.lines.println(line);
		this.warnings += line.startsWith("WARN") ? 1 : 0;
		this.errors += line.startsWith("ERROR") ? 1 : 0;
		this.platformFailures += line.contains("failure=" + LoginFailure.Kind.PLATFORM) ? 1 : 0;
		this.storeTrouble |= line.contains("cannot be stored");
		if (line.contains("onErrorDropped") && line.contains("io.westmoon.login.Login")) {
			this.violations.add("An error of this library reached nobody: " + line);
		}
		if (hasSecret(line)) {
			this.violations.add("A secret in a log line: " + line);
		}
	}

	static boolean hasSecret(String line) {
		return SECRET.matcher(line).find();
	}

	synchronized int warnings() {
		return this.warnings;
	}

	synchronized int errors() {
		return this.errors;
	}

	/**
	 * Returns how many attempts of all processes failed since no code could be had.
	 */
	synchronized int platformFailures() {
		return this.platformFailures;
	}

	/**
	 * Tells whether a session could not be stored at once, and the log says so.
	 */
	synchronized boolean storeTrouble() {
		return this.storeTrouble;
	}

	@Override
	public void close() {
		this.root.detachAppender(this);
		this.console.forEach(this.root::addAppender);
		this.root.setLevel(this.rootLevel);
		this.library.setLevel(this.libraryLevel);
		this.fakePlatform.setLevel(null);
		stop();
		this.lines.close();
	}

}
