package io.westmoon.login.client;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.westmoon.login.LoginQrCode;
import io.westmoon.login.PlatformException;
import io.westmoon.login.ScanResult;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import reactor.core.publisher.Mono;

/**
 * A platform in memory that does what a test tells it.
 */
class ScriptedPlatform implements WestmoonPlatform {

	final AtomicInteger checks = new AtomicInteger();

	final List<String> codes = new ArrayList<>();

	final List<String> polls = new ArrayList<>();

	int codeRequests;

	final Map<String, ScanStatus> scans = new HashMap<>();

	final Map<String, String> owners = new HashMap<>();

	Duration codeLife = Duration.ofSeconds(300);

	Duration pollInterval = Duration.ofSeconds(5);

	Duration sessionLife = Duration.ofDays(7);

	PlatformException codeFailure;

	PlatformException pollFailure;

	PlatformException checkFailure;

	boolean checkHangs;

	boolean namesUsers = true;

	private final Clock clock;

	ScriptedPlatform(Clock clock) {
		this.clock = clock;
	}

	/**
	 * The last code asked for gets a status; a confirmed one belongs to the user.
	 */
	void scan(ScanStatus status) {
		this.scans.put(lastCode(), status);
	}

	void confirmAs(String user) {
		this.owners.put("token-of-" + lastCode(), user);
		scan(ScanStatus.CONFIRMED);
	}

	void confirmButReject() {
		scan(ScanStatus.CONFIRMED);
	}

	void revokeAll() {
		this.owners.clear();
	}

	String lastCode() {
		return this.codes.get(this.codes.size() - 1);
	}

	WestmoonSession issue(String token, String user) {
		this.owners.put(token, user);
		return WestmoonSession.received(token, "refresh", "Bearer", Duration.ofDays(7), this.clock);
	}

	@Override
	public Mono<LoginQrCode> requestCode() {
		return Mono.defer(() -> {
			this.codeRequests++;
			if (this.codeFailure != null) {
				return Mono.error(this.codeFailure);
			}
			String scanToken = "scan-" + (this.codes.size() + 1);
			this.codes.add(scanToken);
			return Mono.just(new LoginQrCode(scanToken, null, this.clock.instant(),
					this.clock.instant().plus(this.codeLife), this.pollInterval));
		});
	}

	@Override
	public Mono<ScanResult> poll(String scanToken) {
		return Mono.defer(() -> {
			this.polls.add(scanToken);
			if (this.pollFailure != null) {
				return Mono.error(this.pollFailure);
			}
			ScanStatus status = this.scans.getOrDefault(scanToken, ScanStatus.WAITING);
			if (status != ScanStatus.CONFIRMED) {
				return Mono.just(new ScanResult(status, status.name(), null));
			}
			this.scans.put(scanToken, ScanStatus.EXPIRED);
			return Mono.just(new ScanResult(status, "confirmed", WestmoonSession.received("token-of-" + scanToken,
					"refresh", "Bearer", this.sessionLife, this.clock)));
		});
	}

	@Override
	public Mono<SessionCheck> check(WestmoonSession session) {
		return this.checkHangs ? Mono.never() : Mono.fromSupplier(() -> {
			this.checks.incrementAndGet();
			if (this.checkFailure != null) {
				return SessionCheck.unknown(this.checkFailure, this.clock.instant());
			}
			String user = this.owners.get(session.accessToken());
			Map<String, String> fields = this.namesUsers ? Map.of("id", String.valueOf(user)) : Map.of();
			return (user != null) ? SessionCheck.valid(WestmoonUser.of(fields), this.clock.instant())
					: SessionCheck.rejected(this.clock.instant());
		});
	}

}
