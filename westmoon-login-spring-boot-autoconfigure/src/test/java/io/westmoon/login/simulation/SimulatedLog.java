package io.westmoon.login.simulation;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Reads what is logged during a simulation and keeps it from the console.
 */
final class SimulatedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private static final List<Logger> LOGGERS = List.of((Logger) LoggerFactory.getLogger("io.westmoon.login"),
			(Logger) LoggerFactory.getLogger("reactor"));

	private final Invariants invariants;

	private SimulatedLog(Invariants invariants) {
		this.invariants = invariants;
	}

	static SimulatedLog into(Invariants invariants) {
		SimulatedLog log = new SimulatedLog(invariants);
		log.start();
		for (Logger logger : LOGGERS) {
			logger.setAdditive(false);
			logger.setLevel(Level.DEBUG);
			logger.addAppender(log);
		}
		return log;
	}

	@Override
	protected void append(ILoggingEvent event) {
		Throwable error = (event.getThrowableProxy() instanceof ThrowableProxy proxy) ? proxy.getThrowable() : null;
		this.invariants.logged(event.getFormattedMessage(), error);
	}

	@Override
	public void close() {
		for (Logger logger : LOGGERS) {
			logger.detachAppender(this);
			logger.setLevel(null);
			logger.setAdditive(true);
		}
		stop();
	}

}
