package io.westmoon.sample.cli;

import io.westmoon.login.LoginQrCode;
import io.westmoon.login.PlatformException;
import io.westmoon.login.ScanResult;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import reactor.core.publisher.Mono;

/**
 * Tells a person who waits when the platform stops answering and when it answers again,
 * once each. Thread-safe.
 */
final class WatchedPlatform implements WestmoonPlatform {

	private final WestmoonPlatform platform;

	private final Report report;

	private boolean down;

	private String unknownWord = "";

	WatchedPlatform(WestmoonPlatform platform, Report report) {
		this.platform = platform;
		this.report = report;
	}

	@Override
	public Mono<LoginQrCode> requestCode() {
		return this.platform.requestCode();
	}

	@Override
	public Mono<ScanResult> poll(String scanToken) {
		return this.platform.poll(scanToken).doOnNext(this::answered).doOnError(PlatformException.class, this::failed);
	}

	private synchronized void answered(ScanResult result) {
		if (this.down) {
			this.down = false;
			this.report.say("platform.back");
		}
		if (result.status() == ScanStatus.UNKNOWN && !result.word().equals(this.unknownWord)) {
			this.unknownWord = result.word();
			this.report.say("platform.unknownWord", result.word());
		}
	}

	private synchronized void failed(PlatformException problem) {
		if (!this.down) {
			this.down = true;
			this.report.say("platform.down", this.report.problems().platform(problem).message());
		}
	}

	@Override
	public Mono<SessionCheck> check(WestmoonSession session) {
		return this.platform.check(session);
	}

}
