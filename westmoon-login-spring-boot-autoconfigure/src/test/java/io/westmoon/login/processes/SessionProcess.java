package io.westmoon.login.processes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import io.westmoon.login.LoginEvent;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import io.westmoon.login.store.FileSessionStore;

/**
 * A process of its own that needs a session: says {@code DRIVES} when it shows a code and
 * {@code SESSION} with the token when it has one, and ends with its standard input.
 */
final class SessionProcess {

	private SessionProcess() {
	}

	public static void main(String[] args) throws IOException {
		try (WestmoonAuthClient client = WestmoonAuthClient.builder()
			.platform(WebClientWestmoonPlatform.builder().baseUrl(args[0]).build())
			.store(new FileSessionStore("default", Path.of(args[1]), Clock.systemUTC()))
			.pollInterval(Duration.ofMillis(100))
			.listener(SessionProcess::tell)
			.build()) {
			System.out.println("STARTED");
			WestmoonSession session = client.session().block(Duration.ofSeconds(90));
			System.out.println("SESSION " + ((session != null) ? session.accessToken() : "none"));
			System.in.read();
		}
	}

	private static void tell(LoginEvent event) {
		if (event instanceof LoginEvent.CodeShown) {
			System.out.println("DRIVES");
		}
	}

}
