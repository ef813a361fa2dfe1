package io.westmoon.login.store.file;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.westmoon.login.CodeImage;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.Samples;

/**
 * Logs in over and over as far as the store in a directory can tell, without a pause, and
 * says {@code attempt} or {@code session}, a number and {@code written} after each write.
 */
final class ProcessThatSaves {

	private final FileSessionStore store;

	private ProcessThatSaves(FileSessionStore store) {
		this.store = store;
	}

	public static void main(String[] arguments) {
		FileSessionStore store = new FileSessionStore("default", Path.of(arguments[0]), Clock.systemUTC());
		ProcessThatSaves process = new ProcessThatSaves(store);
		LoginAttempt last = store.attempt().block(Samples.TIMEOUT);
		for (int number = Integer.parseInt(arguments[1]); !System.out.checkError(); number++) {
			last = process.logIn(last, number);
		}
	}

	private LoginAttempt logIn(LoginAttempt previous, int number) {
		Instant now = Instant.now();
		WestmoonSession session = Samples.session("token-" + number, now).withUser(Samples.user());
		LoginQrCode code = new LoginQrCode("scan-" + number, CodeImage.of(Samples.PNG), now.minusSeconds(number % 60),
				now.plusSeconds(300), Duration.ofSeconds(5));
		LoginAttempt begun = LoginAttempt.begin("default", previous);
		LoginAttempt shown = begun.shown(code);
		LoginAttempt confirmed = shown.confirmed(session);
		LoginAttempt accepted = confirmed.accepted(session, "85844");
		write(begun);
		write(shown);
		write(confirmed);
		say("session", number, this.store.save(session).block(Samples.TIMEOUT));
		write(accepted);
		return accepted;
	}

	private void write(LoginAttempt next) {
		say("attempt", next.version(), this.store.compareAndSet(next).block(Samples.TIMEOUT));
	}

	private static void say(String what, long number, Boolean written) {
		if (!Boolean.TRUE.equals(written)) {
			throw new IllegalStateException(what + " " + number + " was not written");
		}
		System.out.println(what + " " + number + " written");
	}

}
