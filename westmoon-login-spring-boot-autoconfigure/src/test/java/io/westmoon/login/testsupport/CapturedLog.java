package io.westmoon.login.testsupport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Everything that is logged while it is open, at whatever level unless said, but for what
 * the servers of the tests say. Nothing is written elsewhere meanwhile.
 */
public final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Level level = this.root.getLevel();

	private final List<Appender<ILoggingEvent>> others = new ArrayList<>();

	private final List<Line> lines = new ArrayList<>();

	private final List<Awaited> awaited = new CopyOnWriteArrayList<>();

	private CapturedLog() {
	}

	/**
	 * Begins to capture.
	 * @return the log, to be closed
	 */
	public static CapturedLog open() {
		return open(Level.TRACE);
	}

	/**
	 * Begins to capture what is logged at a level and above.
	 * @param level the level of the root logger; other loggers keep theirs
	 * @return the log, to be closed
	 */
	public static CapturedLog open(Level level) {
		CapturedLog log = new CapturedLog();
		log.root.iteratorForAppenders().forEachRemaining(log.others::add);
		log.others.forEach(log.root::detachAppender);
		log.start();
		log.root.addAppender(log);
		log.root.setLevel(level);
		return log;
	}

	@Override
	protected void append(ILoggingEvent event) {
		if (event.getLoggerName()
			.matches(
					"((io\\.westmoon\\.login\\.test\\.shaded\\.)?(mockwebserver3|okhttp3)|com\\.sun\\.net\\.httpserver)\\b.*")) {
			return;
		}
		Line line = new Line(event.getLoggerName(), event.getLevel(), event.getFormattedMessage(),
				(event.getThrowableProxy() != null) ? ThrowableProxyUtil.asString(event.getThrowableProxy()) : "");
		this.lines.add(line);
		this.awaited.stream()
			.filter((awaited) -> awaited.condition.test(line))
			.forEach((awaited) -> awaited.line.complete(line));
	}

	/**
	 * Returns what was logged so far.
	 * @return a copy
	 */
	public synchronized List<Line> lines() {
		return new ArrayList<>(this.lines);
	}

	/**
	 * Returns the first line that says something, as soon as there is one.
	 * @param text what it says
	 * @return the line to come
	 */
	public synchronized CompletableFuture<Line> saying(String text) {
		Awaited awaited = new Awaited((line) -> line.message().contains(text), new CompletableFuture<>());
		this.lines.stream().filter(awaited.condition).findFirst().ifPresent(awaited.line::complete);
		this.awaited.add(awaited);
		return awaited.line;
	}

	@Override
	public void close() {
		this.root.setLevel(this.level);
		this.root.detachAppender(this);
		this.others.forEach(this.root::addAppender);
		stop();
	}

	/**
	 * Something that was logged.
	 *
	 * @param logger the name of the logger
	 * @param level the level
	 * @param message the message
	 * @param throwable what was thrown, with its causes and all; empty if nothing was
	 */
	public record Line(String logger, Level level, String message, String throwable) {
	}

	private record Awaited(Predicate<Line> condition, CompletableFuture<Line> line) {
	}

}
