package io.westmoon.login.soak;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.test.WestmoonPlatformServer;

/**
 * Holds the phone: does with each code what chaos has decided.
 */
final class Person implements AutoCloseable {

	static final String ID = "85844";

	static final String STRANGER = "66666";

	private final ScheduledExecutorService hand = Executors.newSingleThreadScheduledExecutor((work) -> {
		Thread thread = new Thread(work, "soak-person");
		thread.setDaemon(true);
		return thread;
	});

	private final Set<String> inVain = ConcurrentHashMap.newKeySet();

	private final WestmoonPlatformServer server;

	private final Chaos chaos;

	private final Sessions sessions;

	Person(WestmoonPlatformServer server, Chaos chaos, Sessions sessions) {
		this.server = server;
		this.chaos = chaos;
		this.sessions = sessions;
		server.user(Map.of("id", ID, "nickname", "演示用户"));
	}

	void sees(int number, String scanToken) {
		Scan scan = this.chaos.scan(number);
		after(scan.first(), () -> begin(scan, scanToken));
	}

	private void begin(Scan scan, String scanToken) {
		switch (scan.way()) {
			case CONFIRM -> this.server.confirm(scanToken);
			case CONFIRM_IN_VAIN -> {
				this.inVain.add(scanToken);
				this.server.confirm(scanToken);
			}
			case CANCEL -> this.server.cancel(scanToken);
			case LET_EXPIRE -> this.server.expire(scanToken);
			case STRANGER_CONFIRMS -> this.server.confirmAs(STRANGER, "Stranger");
			case IGNORE -> {
			}
			case SCAN_AND_CONFIRM, SCAN_AND_REJECT, SCAN_AND_LET_EXPIRE, SCAN_AND_LEAVE -> {
				this.server.scan(scanToken);
				after(scan.then(), () -> goOn(scan, scanToken));
			}
		}
	}

	private void goOn(Scan scan, String scanToken) {
		switch (scan.way()) {
			case SCAN_AND_CONFIRM -> this.server.confirm(scanToken);
			case SCAN_AND_REJECT -> this.server.reject(scanToken);
			case SCAN_AND_LET_EXPIRE -> this.server.expire(scanToken);
			default -> {
			}
		}
	}

	/**
	 * Is told that a code brought a session, before the client has it.
	 */
	void hasLoggedIn(String scanToken, String accessToken) {
		if (this.inVain.remove(scanToken)) {
			this.sessions.revoke(accessToken);
			this.server.revoke(accessToken);
		}
	}

	private void after(Duration delay, Runnable work) {
		if (!this.hand.isShutdown()) {
			this.hand.schedule(() -> {
				try {
					work.run();
				}
				catch (IllegalStateException tooLate) {
					// The code's life is over, as can happen to a person.
				}
			}, delay.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	@Override
	public void close() {
		this.hand.shutdownNow();
	}

}
