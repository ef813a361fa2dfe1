package io.westmoon.sample.cluster;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One of the processes that share the login. Thread-safe.
 */
final class Replica {

	private final String name;

	private final int port;

	private final List<String> arguments;

	private @Nullable ChildProcess process;

	Replica(String name, int port, List<String> arguments) {
		this.name = name;
		this.port = port;
		this.arguments = List.copyOf(arguments);
	}

	String name() {
		return this.name;
	}

	/**
	 * Starts the process unless it runs.
	 */
	synchronized void start() {
		if (this.process == null || !this.process.isAlive()) {
			this.process = ChildProcess.start(this.name, ReplicaMain.class, this.arguments.toArray(String[]::new));
		}
	}

	/**
	 * Kills the process.
	 */
	synchronized void end() {
		if (this.process != null) {
			this.process.kill();
		}
	}

	/**
	 * Tells how the process is.
	 * @return how it is now
	 */
	synchronized View view() {
		if (this.process == null || !this.process.isAlive()) {
			return new View(this.name, this.port, Phase.ENDED);
		}
		return new View(this.name, this.port, this.process.isReady() ? Phase.RUNNING : Phase.STARTING);
	}

	/**
	 * A process as the page sees it.
	 *
	 * @param name its name
	 * @param port where its desk is
	 * @param phase how it is
	 */
	record View(String name, int port, Phase phase) {
	}

	/**
	 * How a process is.
	 */
	enum Phase {

		/** It does not answer yet. */
		STARTING,

		/** It answers. */
		RUNNING,

		/** It is not there. */
		ENDED

	}

}
