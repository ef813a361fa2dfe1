package io.westmoon.login.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.simulation.EventLoop.Event;
import io.westmoon.login.simulation.EventLoop.Source;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Runs the tasks of one process in virtual time. A worker runs its tasks in their order.
 */
final class ProcessScheduler implements Scheduler {

	private final EventLoop loop;

	private final SimulatedProcess process;

	private final Source source;

	/**
	 * Creates a scheduler.
	 * @param source what its tasks are; a worker's needs a thread that may not be had
	 */
	ProcessScheduler(EventLoop loop, SimulatedProcess process, Source source) {
		this.loop = loop;
		this.process = process;
		this.source = source;
	}

	@Override
	public long now(TimeUnit unit) {
		return unit.convert(this.loop.now(), TimeUnit.NANOSECONDS);
	}

	@Override
	public Disposable schedule(Runnable task) {
		return schedule(task, 0, TimeUnit.NANOSECONDS);
	}

	@Override
	public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
		startThread();
		return new Task(this.loop.schedule(this.process, this.source, unit.toNanos(delay), task));
	}

	@Override
	public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
		Periodic periodic = new Periodic(task, unit.toNanos(period));
		periodic.next(unit.toNanos(initialDelay));
		return periodic;
	}

	@Override
	public Worker createWorker() {
		return new FifoWorker();
	}

	private void startThread() {
		if (this.source == Source.WORKER) {
			this.process.startThread();
		}
	}

	private record Task(Event event) implements Disposable {

		@Override
		public void dispose() {
			this.event.cancel();
		}

		@Override
		public boolean isDisposed() {
			return this.event.isCanceled();
		}

	}

	private final class Periodic implements Disposable {

		private final Runnable task;

		private final long period;

		private @Nullable Event next;

		private boolean disposed;

		Periodic(Runnable task, long period) {
			this.task = task;
			this.period = period;
		}

		void next(long delay) {
			this.next = ProcessScheduler.this.loop.schedule(ProcessScheduler.this.process, ProcessScheduler.this.source,
					delay, this::run);
		}

		private void run() {
			this.task.run();
			if (!this.disposed) {
				next(this.period);
			}
		}

		@Override
		public void dispose() {
			this.disposed = true;
			if (this.next != null) {
				this.next.cancel();
			}
		}

		@Override
		public boolean isDisposed() {
			return this.disposed;
		}

	}

	/**
	 * Each event runs the first of the worker's tasks that are due.
	 */
	private final class FifoWorker implements Worker {

		private final PriorityQueue<WorkerTask> tasks = new PriorityQueue<>(
				Comparator.comparingLong(WorkerTask::time).thenComparingLong(WorkerTask::number));

		private final Disposable.Composite periodic = Disposables.composite();

		private long numbers;

		private boolean disposed;

		@Override
		public Disposable schedule(Runnable task) {
			return schedule(task, 0, TimeUnit.NANOSECONDS);
		}

		@Override
		public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
			startThread();
			long nanos = Math.max(0, unit.toNanos(delay));
			WorkerTask next = new WorkerTask(ProcessScheduler.this.loop.now() + nanos, this.numbers++, task,
					new boolean[1]);
			this.tasks.add(next);
			ProcessScheduler.this.loop.schedule(ProcessScheduler.this.process, ProcessScheduler.this.source, nanos,
					this::runNext);
			return next;
		}

		@Override
		public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
			Periodic periodic = new Periodic(task, unit.toNanos(period));
			this.periodic.add(periodic);
			periodic.next(unit.toNanos(initialDelay));
			return periodic;
		}

		private void runNext() {
			WorkerTask next = this.tasks.remove();
			if (!this.disposed && !next.isDisposed()) {
				next.task().run();
			}
		}

		@Override
		public void dispose() {
			this.disposed = true;
			this.periodic.dispose();
		}

		@Override
		public boolean isDisposed() {
			return this.disposed;
		}

	}

	private record WorkerTask(long time, long number, Runnable task, boolean[] canceled) implements Disposable {

		@Override
		public void dispose() {
			this.canceled[0] = true;
		}

		@Override
		public boolean isDisposed() {
			return this.canceled[0];
		}

	}

}
