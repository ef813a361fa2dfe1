package io.westmoon.sample.cluster;

import io.westmoon.sample.SampleApplication;

/**
 * Runs the ordinary application as one of several processes.
 */
final class ReplicaMain {

	private ReplicaMain() {
	}

	/**
	 * Starts the application, and ends it at once when nobody holds on to it.
	 * @param args the arguments of the application
	 */
	public static void main(String[] args) {
		Thread lifeline = new Thread(() -> {
			Lifeline.awaitEnd();
			Runtime.getRuntime().halt(0);
		}, "lifeline");
		lifeline.setDaemon(true);
		lifeline.start();
		SampleApplication.main(args);
		System.out.println(ChildProcess.READY);
	}

}
