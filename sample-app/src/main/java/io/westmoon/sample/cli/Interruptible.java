package io.westmoon.sample.cli;

import io.westmoon.login.WestmoonAuthClient;

/**
 * Closes the client in an orderly way, also on Ctrl-C: a step under way is finished, and
 * what is pending stays in the store for {@code --continue}.
 */
final class Interruptible implements AutoCloseable {

	private final WestmoonAuthClient client;

	private final Terminal terminal;

	private final Messages messages;

	private final Thread hook = new Thread(this::interrupted, "interrupted");

	private volatile boolean waiting;

	private volatile boolean interrupted;

	Interruptible(WestmoonAuthClient client, Terminal terminal, Messages messages) {
		this.client = client;
		this.terminal = terminal;
		this.messages = messages;
		Runtime.getRuntime().addShutdownHook(this.hook);
	}

	/**
	 * Notes that there is something to be resumed from now on.
	 */
	void waiting() {
		this.waiting = true;
	}

	/**
	 * Tells whether the process is being ended from outside.
	 * @return whether to keep silent
	 */
	boolean isInterrupted() {
		return this.interrupted;
	}

	private void interrupted() {
		this.interrupted = true;
		this.client.close();
		if (this.waiting) {
			this.terminal.say(this.messages.get("login.interrupted"));
		}
	}

	@Override
	public void close() {
		if (this.interrupted) {
			return;
		}
		this.client.close();
		try {
			Runtime.getRuntime().removeShutdownHook(this.hook);
		}
		catch (IllegalStateException ex) {
			this.interrupted = true;
		}
	}

}
