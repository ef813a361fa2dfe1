package io.westmoon.login.simulation;

import java.time.Duration;

import io.westmoon.login.simulation.Answer.Way;
import io.westmoon.login.simulation.EventLoop.Source;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * One call of a port: answered as the seed says, at once within the subscription or later
 * in an event of its own.
 *
 * @param <T> the type of the answer
 */
final class PortCall<T> extends Mono<T> {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final Simulation simulation;

	private final SimulatedProcess process;

	private final Port port;

	private final String subject;

	private final Operation<T> operation;

	PortCall(Simulation simulation, SimulatedProcess process, Port port, String subject, Operation<T> operation) {
		this.simulation = simulation;
		this.process = process;
		this.port = port;
		this.subject = subject;
		this.operation = operation;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		if (!this.process.isAlive()) {
			actual.onSubscribe(Operators.emptySubscription());
			return;
		}
		String call = this.process.nextCall(this.port);
		Answer answer = this.simulation.faults().decide(this.port, call);
		if (!this.simulation.invariants().called(this.process, this.port, this.subject)) {
			answer = new Answer(answer.fault(), answer.way(), answer.effect(), answer.before() + SECOND, answer.after(),
					answer.error());
		}
		trace(answer, call);
		if (answer.fault() == SimulatedFault.SLOW) {
			this.process.hindered();
		}
		else if (answer.fault() != null) {
			this.process.faulted(answer.fault());
		}
		if (isTrouble(answer.fault())) {
			this.process.trouble();
		}
		if (answer.way() == Way.THROW) {
			throwIt(actual, answer);
			return;
		}
		actual.onSubscribe(new Running(actual, answer));
	}

	/**
	 * Errors of the JVM reach the subscribing thread, as from any operator of Reactor;
	 * other exceptions become a signal.
	 */
	private void throwIt(CoreSubscriber<? super T> actual, Answer answer) {
		this.process.contractBroken();
		if (answer.effect()) {
			this.operation.lost(this.operation.run());
		}
		Throwable error = answer.error();
		Exceptions.throwIfFatal(error);
		Operators.error(actual, (error != null) ? error : new IllegalStateException());
	}

	/**
	 * Whether the process may rightly lose its lease. A slow or failing platform is no
	 * reason.
	 */
	private boolean isTrouble(@Nullable SimulatedFault fault) {
		return fault != null && (this.port.isStore() || fault == SimulatedFault.ERROR
				|| fault == SimulatedFault.EXCEPTION || fault == SimulatedFault.EMPTY);
	}

	private void trace(Answer answer, String call) {
		this.simulation.trace().add(this.process, () -> {
			String name = call.substring(call.indexOf('.') + 1) + (this.subject.isEmpty() ? "" : " " + this.subject);
			return (answer.fault() == null) ? name : name + " !! " + answer.fault() + " " + answer.way()
					+ ((answer.error() != null) ? " " + answer.error() : "") + (answer.effect() ? "" : ", no effect");
		});
	}

	/**
	 * What the port does.
	 *
	 * @param <T> the type of the answer
	 */
	interface Operation<T> {

		/**
		 * Does it.
		 * @return the answer; {@code null} for an empty one
		 */
		@Nullable T run();

		/**
		 * Returns the failure that the port's contract names; {@code null} if the answer
		 * is to be {@link #failed()}.
		 */
		Throwable failure();

		/**
		 * The answer is about to be given to a living subscriber.
		 */
		default void delivered(@Nullable T answer) {
		}

		/**
		 * The answer reaches nobody.
		 */
		default void lost(@Nullable T answer) {
		}

		/**
		 * Returns the value that stands for a failure, where the contract has one.
		 */
		default @Nullable T failed() {
			return null;
		}

		default String describe(@Nullable T answer) {
			return String.valueOf(answer);
		}

	}

	private final class Running implements Subscription {

		private final CoreSubscriber<? super T> actual;

		private final Answer answer;

		private boolean begun;

		private boolean canceled;

		Running(CoreSubscriber<? super T> actual, Answer answer) {
			this.actual = actual;
			this.answer = answer;
		}

		@Override
		public void request(long n) {
			if (!this.begun) {
				this.begun = true;
				later(effectOwner(), this.answer.before(), this::effect);
			}
		}

		@Override
		public void cancel() {
			this.canceled = true;
		}

		/**
		 * Where a store keeps files, a call dies with its process; what is sent over a
		 * network arrives all the same.
		 */
		private @Nullable SimulatedProcess effectOwner() {
			boolean local = PortCall.this.port.isStore() && !PortCall.this.simulation.scenario().timedLease();
			return local ? PortCall.this.process : null;
		}

		private void later(@Nullable SimulatedProcess owner, long delay, Runnable task) {
			if (delay > 0 || (owner != null && owner.suspendedUntil() > PortCall.this.simulation.loop().now())) {
				PortCall.this.simulation.loop().schedule(owner, Source.PORT, delay, task);
			}
			else {
				task.run();
			}
		}

		/**
		 * A process that dies or is suspended before the effect has not sent its call
		 * yet.
		 */
		private void effect() {
			if (this.answer.effect() || this.answer.fault() == null) {
				affect();
			}
			else if (this.answer.fault() == SimulatedFault.DEATH) {
				PortCall.this.simulation.kill(PortCall.this.process);
			}
			else if (this.answer.fault() == SimulatedFault.SUSPENSION) {
				PortCall.this.simulation.suspend(PortCall.this.process);
				PortCall.this.simulation.loop().schedule(PortCall.this.process, Source.PORT, 0, this::affect);
			}
			else {
				conclude(null);
			}
		}

		private void affect() {
			T result = PortCall.this.operation.run();
			if (this.answer.fault() == SimulatedFault.DEATH) {
				PortCall.this.simulation.kill(PortCall.this.process);
			}
			else if (this.answer.fault() == SimulatedFault.SUSPENSION && this.answer.effect()) {
				PortCall.this.simulation.suspend(PortCall.this.process);
			}
			if (this.answer.fault() == SimulatedFault.REPEATED) {
				later(PortCall.this.process, this.answer.after(), () -> repeat(result));
				return;
			}
			conclude(result);
		}

		/**
		 * Whoever does not wait any more sends nothing again.
		 */
		private void repeat(@Nullable T first) {
			PortCall.this.operation.lost(first);
			if (!this.canceled && PortCall.this.process.isAlive()) {
				answer(PortCall.this.operation.run());
			}
		}

		private void conclude(@Nullable T result) {
			if (this.answer.way() == Way.NEVER || !PortCall.this.process.isAlive()) {
				PortCall.this.operation.lost(result);
				return;
			}
			later(PortCall.this.process, this.answer.after(), () -> answer(result));
		}

		private void answer(@Nullable T result) {
			if (this.canceled || !PortCall.this.process.isAlive()) {
				PortCall.this.operation.lost(result);
				return;
			}
			switch (this.answer.way()) {
				case VALUE -> give(result);
				case EMPTY -> {
					PortCall.this.operation.lost(result);
					tell("-> empty");
					this.actual.onComplete();
				}
				default -> fail(result);
			}
		}

		private void fail(@Nullable T result) {
			PortCall.this.operation.lost(result);
			T instead = PortCall.this.operation.failed();
			Throwable error = this.answer.error();
			if (error != null) {
				PortCall.this.process.contractBroken();
			}
			else if (instead != null) {
				give(instead);
				return;
			}
			Throwable signal = (error != null) ? error : PortCall.this.operation.failure();
			tell("-> " + signal.getClass().getSimpleName());
			this.actual.onError(signal);
		}

		private void give(@Nullable T result) {
			PortCall.this.simulation.trace()
				.add(PortCall.this.process,
						() -> "  " + PortCall.this.port + " -> " + PortCall.this.operation.describe(result));
			PortCall.this.operation.delivered(result);
			if (result != null) {
				this.actual.onNext(result);
			}
			if (!this.canceled || result == null) {
				this.actual.onComplete();
			}
		}

		private void tell(String text) {
			PortCall.this.simulation.trace().add(PortCall.this.process, () -> "  " + PortCall.this.port + " " + text);
		}

	}

}
