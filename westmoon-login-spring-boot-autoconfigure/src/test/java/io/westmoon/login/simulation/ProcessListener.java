package io.westmoon.login.simulation;

import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginListener;

/**
 * A listener that sometimes throws.
 */
final class ProcessListener implements LoginListener {

	private final Simulation simulation;

	private final SimulatedProcess process;

	ProcessListener(Simulation simulation, SimulatedProcess process) {
		this.simulation = simulation;
		this.process = process;
	}

	@Override
	public void onEvent(LoginEvent event) {
		if (!this.process.isAlive()) {
			return;
		}
		this.simulation.invariants().told(this.process, event);
		this.process.notify(event);
		Answer answer = this.simulation.faults().decide(Port.LISTENER, this.process.nextCall(Port.LISTENER));
		Throwable error = answer.error();
		this.simulation.trace()
			.add(this.process, () -> "event " + event.getClass().getSimpleName()
					+ ((error != null) ? " !! the listener throws " + error : ""));
		if (error instanceof Error fatal) {
			this.process.contractBroken();
			throw fatal;
		}
		if (error instanceof RuntimeException exception) {
			throw exception;
		}
	}

}
