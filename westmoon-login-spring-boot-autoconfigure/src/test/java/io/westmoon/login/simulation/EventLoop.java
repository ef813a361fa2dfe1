package io.westmoon.login.simulation;

import java.time.Duration;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;

/**
 * Virtual time. Runs one event after the other on the calling thread; which one comes
 * first of those that are due at the same moment is left to the seed.
 */
final class EventLoop {

	private static final int FEW = 32;

	private final PriorityQueue<Event> queue = new PriorityQueue<>();

	private final Decisions decisions;

	private int roomy = FEW;

	private long now;

	private long scheduled;

	private long executed;

	private @Nullable Event current;

	EventLoop(Decisions decisions) {
		this.decisions = decisions;
	}

	/**
	 * Returns the nanoseconds since the simulation began.
	 */
	long now() {
		return this.now;
	}

	long executed() {
		return this.executed;
	}

	/**
	 * Returns the event that runs, {@code null} before the first and after the last one.
	 */
	@Nullable Event current() {
		return this.current;
	}

	/**
	 * Plans an event.
	 * @param owner the process that it dies and is suspended with; {@code null} if none
	 */
	Event schedule(@Nullable SimulatedProcess owner, Source source, long delay, Runnable task) {
		Event event = new Event(this.now + Math.max(0, delay), this.decisions.order(++this.scheduled), this.scheduled,
				owner, source, task);
		this.queue.add(event);
		if (this.queue.size() > this.roomy) {
			// Most of what is planned is a deadline that an answer has canceled.
			this.queue.removeIf(Event::isCanceled);
			this.roomy = Math.max(FEW, 2 * this.queue.size());
		}
		return event;
	}

	Event schedule(@Nullable SimulatedProcess owner, Source source, Duration delay, Runnable task) {
		return schedule(owner, source, delay.toNanos(), task);
	}

	/**
	 * Runs what is due until a time.
	 * @param time nanoseconds since the simulation began
	 * @param failed hears of what an event throws, which ends only that event
	 * @param limit how many events may run in all
	 * @return whether the time was reached within the limit
	 */
	boolean runUntil(long time, Failed failed, long limit) {
		while (!this.queue.isEmpty() && this.queue.peek().time <= time) {
			if (this.executed > limit) {
				return false;
			}
			run(this.queue.remove(), failed);
		}
		this.now = time;
		return true;
	}

	private void run(Event event, Failed failed) {
		SimulatedProcess owner = event.owner;
		if (event.canceled || (owner != null && !owner.isAlive())) {
			return;
		}
		if (owner != null && owner.suspendedUntil() > event.time) {
			event.time = owner.suspendedUntil();
			this.queue.add(event);
			return;
		}
		this.now = event.time;
		this.executed++;
		this.current = event;
		try {
			event.task.run();
		}
		catch (Throwable ex) {
			failed.with(event, ex);
		}
		finally {
			this.current = null;
		}
	}

	/**
	 * Where an event comes from.
	 */
	enum Source {

		/** The engine scheduled it, on a thread that must not block. */
		ENGINE,

		/** The engine scheduled it, on a thread that may block. */
		WORKER,

		/** A port answers. */
		PORT,

		/** The simulator, or a caller, does something. */
		SIMULATION

	}

	/**
	 * Hears of what an event throws.
	 */
	@FunctionalInterface
	interface Failed {

		void with(Event event, Throwable error);

	}

	/**
	 * Something that happens at a time.
	 */
	static final class Event implements Comparable<Event> {

		private final long order;

		private final long number;

		private final @Nullable SimulatedProcess owner;

		private final Source source;

		private final Runnable task;

		private long time;

		private boolean canceled;

		/**
		 * Whether a caller went on within this event. Nothing else may follow then, since
		 * the caller may block.
		 */
		boolean lent;

		private Event(long time, long order, long number, @Nullable SimulatedProcess owner, Source source,
				Runnable task) {
			this.time = time;
			this.order = order;
			this.number = number;
			this.owner = owner;
			this.source = source;
			this.task = task;
		}

		Source source() {
			return this.source;
		}

		void cancel() {
			this.canceled = true;
		}

		boolean isCanceled() {
			return this.canceled;
		}

		@Override
		public int compareTo(Event other) {
			int result = Long.compare(this.time, other.time);
			result = (result != 0) ? result : Long.compare(this.order, other.order);
			return (result != 0) ? result : Long.compare(this.number, other.number);
		}

	}

}
