package io.westmoon.login.soak;

import java.io.IOException;
import java.io.PrintWriter;

import io.westmoon.login.processes.SharedStores;

/**
 * A process of its own that makes business calls until its standard input ends, and
 * prints its log and what must not be. It is there to be killed.
 */
final class SoakProcess {

	static final String VIOLATION = "VIOLATION ";

	private static final int CLIENTS = 10;

	private SoakProcess() {
	}

	public static void main(String[] args) throws IOException {
		String url = args[0];
		String name = args[2];
		Chaos chaos = new Chaos(Long.parseLong(args[3]));
		Violations violations = new Violations();
		Outcomes outcomes = new Outcomes(violations);
		try (SoakLog log = SoakLog.begin(new PrintWriter(System.out, true), violations);
				SharedStores stores = SharedStores.at(args[1]);
				Replica.Factory factory = new Replica.Factory(url, stores, chaos.expectsUser())) {
			Replica replica = factory.open(name);
			VirtualClients clients = new VirtualClients(name + "-", (number) -> replica, chaos, outcomes, violations);
			clients.start(CLIENTS);
			while (System.in.read() >= 0) {
				log.line("This process says nothing to what it hears");
			}
			clients.stop();
			replica.client().close();
			violations.seen().forEach((violation) -> log.line(VIOLATION + name + ": " + violation));
		}
	}

}
