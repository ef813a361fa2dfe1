package io.westmoon.login.client;

import java.time.Instant;
import java.util.function.Supplier;

import io.westmoon.login.LoginQrCode;
import io.westmoon.login.PlatformException;
import io.westmoon.login.PlatformResponseException;
import io.westmoon.login.PlatformUnreachableException;
import io.westmoon.login.ScanResult;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import reactor.core.publisher.Mono;

/**
 * A platform as its contract wants it, whatever the implementation does: every call ends
 * in time with an answer or a {@link PlatformException}.
 */
final class GuardedPlatform implements WestmoonPlatform {

	private final WestmoonPlatform platform;

	private final ClientSettings settings;

	private final TimeLimiter limiter;

	GuardedPlatform(WestmoonPlatform platform, ClientSettings settings) {
		this.platform = platform;
		this.settings = settings;
		this.limiter = new TimeLimiter(settings.scheduler());
	}

	@Override
	public Mono<LoginQrCode> requestCode() {
		return answered("a login code", this.platform::requestCode);
	}

	@Override
	public Mono<ScanResult> poll(String scanToken) {
		return answered("the state of a code", () -> this.platform.poll(scanToken));
	}

	@Override
	public Mono<SessionCheck> check(WestmoonSession session) {
		return Mono.defer(() -> {
			Instant beganAt = this.settings.now();
			return answered("the user", () -> this.platform.check(session)).onErrorResume(PlatformException.class,
					(problem) -> Mono.just(SessionCheck.unknown(problem, beganAt)));
		}).doOnNext((check) -> this.settings.instrumentation().sessionChecked(check.verdict()));
	}

	private <T> Mono<T> answered(String subject, Supplier<Mono<T>> call) {
		return this.limiter.call(this.settings.platformDeadline(), call)
			.switchIfEmpty(Mono.error(() -> new PlatformResponseException(subject, "there is no answer at all", "")))
			.onErrorMap((error) -> (error instanceof PlatformException) ? error
					: PlatformUnreachableException.of(subject, error));
	}

}
