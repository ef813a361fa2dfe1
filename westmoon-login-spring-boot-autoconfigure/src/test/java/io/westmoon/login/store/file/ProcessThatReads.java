package io.westmoon.login.store.file;

import java.nio.file.Path;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.Samples;

/**
 * Says what it finds in a directory with the key of a number, then saves a session of its
 * own.
 */
final class ProcessThatReads {

	private ProcessThatReads() {
	}

	public static void main(String[] arguments) {
		FileSessionStore store = new FileSessionStore("default", Path.of(arguments[0]),
				Keys.cipher(Integer.parseInt(arguments[1])), Samples.CLOCK);
		WestmoonSession session = store.load().block(Samples.TIMEOUT);
		LoginAttempt attempt = store.attempt().block(Samples.TIMEOUT);
		System.out.println("read " + ((session != null) ? session.accessToken() : null) + " "
				+ ((attempt != null) ? attempt.state() : null));
		System.out.println(
				"saved " + store.save(Samples.session("access-2", Samples.NOW.plusSeconds(1))).block(Samples.TIMEOUT));
	}

}
