package io.westmoon.sample.cli;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonLoginException;
import org.jspecify.annotations.Nullable;

/**
 * Closes the client in an orderly way, also on Ctrl-C: a step under way is finished, and
 * what is pending stays in the store for {@code --continue}.
 */
final class Interruptible implements AutoCloseable {

	private static final long STEP_SECONDS = 20;

	private final WestmoonAuthClient client;

	private final Report report;

	private final Thread hook = new Thread(this::interrupted, "interrupted");

	private final ReentrantLock step = new ReentrantLock();

	private volatile @Nullable LoginProblem consequence;

	private volatile boolean interrupted;

	Interruptible(WestmoonAuthClient client, Report report) {
		this.client = client;
		this.report = report;
		Runtime.getRuntime().addShutdownHook(this.hook);
	}

	/**
	 * Notes that there is something to be resumed from now on.
	 * @param command the command that resumes it
	 */
	void waiting(String command) {
		this.consequence = new LoginProblem("INTERRUPTED", this.report.messages().get("login.interrupted", command));
	}

	/**
	 * Notes what is lost if the process ends now.
	 * @param problem why
	 */
	void unstored(SessionStoreException problem) {
		this.consequence = this.report.problems().unstored(problem);
	}

	/**
	 * Does something that Ctrl-C does not end in its middle.
	 */
	<T> T step(Supplier<T> step) {
		this.step.lock();
		try {
			return step.get();
		}
		finally {
			this.step.unlock();
		}
	}

	/**
	 * Runs the command. What fails since the process is being ended from outside is not
	 * told, since the end itself is.
	 */
	int quietly(IntSupplier command) {
		try {
			return command.getAsInt();
		}
		catch (WestmoonLoginException ex) {
			if (this.interrupted) {
				return Report.NOT_DONE;
			}
			throw ex;
		}
	}

	/**
	 * Tells whether the process is being ended from outside.
	 * @return whether to keep silent
	 */
	boolean isInterrupted() {
		return this.interrupted;
	}

	/**
	 * The lock is kept, so that no other step begins.
	 */
	private void interrupted() {
		this.interrupted = true;
		try {
			this.step.tryLock(STEP_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.client.close();
		LoginProblem problem = this.consequence;
		if (problem != null) {
			this.report.failed(problem);
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
