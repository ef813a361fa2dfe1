package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

import io.westmoon.login.store.Samples;

/**
 * Claims the lease of the store in a directory and keeps it until it is killed.
 */
final class ProcessThatHoldsTheLease {

	private ProcessThatHoldsTheLease() {
	}

	public static void main(String[] arguments) throws IOException {
		FileSessionStore store = new FileSessionStore("default", Path.of(arguments[0]), Clock.systemUTC());
		boolean held = store.tryLease().block(Samples.TIMEOUT) != null;
		System.out.println(held ? "HELD" : "NOT HELD");
		System.in.read();
	}

}
