package io.westmoon.login.platform;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.function.client.WebClient;

import io.westmoon.login.LoginQrCode;
import io.westmoon.login.ScanResult;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Refusal;
import io.westmoon.login.test.WestmoonPlatformServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class WebClientWestmoonPlatformTests {

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	private final WebClientWestmoonPlatform platform = Platforms.at(this.server);

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void aPersonLogsInFromCodeToUser() {
		LoginQrCode code = Platforms.get(this.platform.requestCode());
		assertThat(code.image()).satisfies((image) -> assertThat(image.extension()).isEqualTo("png"));
		assertThat(code.scanToken()).isEqualTo(this.server.currentScanToken());
		assertThat(status(code)).isEqualTo(ScanStatus.WAITING);
		this.server.scan();
		assertThat(status(code)).isEqualTo(ScanStatus.SCANNED);
		this.server.confirm();
		ScanResult confirmed = Platforms.get(this.platform.poll(code.scanToken()));
		assertThat(confirmed.status()).isEqualTo(ScanStatus.CONFIRMED);
		assertThat(status(code)).isEqualTo(ScanStatus.EXPIRED);
		assertThat(Platforms.get(this.platform.check(confirmed.session())).verdict())
			.isEqualTo(SessionCheck.Verdict.VALID);
		this.server.revoke();
		assertThat(Platforms.get(this.platform.check(confirmed.session())).verdict())
			.isEqualTo(SessionCheck.Verdict.REJECTED);
	}

	@Test
	void aBusinessCodeRejectsASessionOnlyIfItIsSaidTo() {
		WebClientWestmoonPlatform configured = WebClientWestmoonPlatform.builder()
			.baseUrl(this.server.url())
			.rejectedCodes(List.of("-1", " 401"))
			.build();
		WestmoonSession dead = Platforms.session("dead");
		for (int code : new int[] { -1, 401 }) {
			this.server.refusal(Call.INFO, Refusal.code(code));
			assertThat(Platforms.get(configured.check(dead)).verdict()).isEqualTo(SessionCheck.Verdict.REJECTED);
			assertThat(Platforms.get(this.platform.check(dead)).verdict()).isEqualTo(SessionCheck.Verdict.UNKNOWN);
		}
		this.server.refusal(Call.INFO, Refusal.code(500));
		assertThat(Platforms.get(configured.check(dead)).verdict()).isEqualTo(SessionCheck.Verdict.UNKNOWN);
		this.server.refusal(Call.INFO, Refusal.status(403));
		assertThat(Platforms.get(configured.check(dead)).verdict()).isEqualTo(SessionCheck.Verdict.UNKNOWN);
	}

	@Test
	void aCallIsMadeOncePerSubscriptionAndNotBefore() {
		var call = this.platform.requestCode();
		assertThat(this.server.codes()).isZero();
		Platforms.get(call);
		Platforms.get(call);
		assertThat(this.server.codes()).isEqualTo(2);
	}

	@Test
	void theBuilderIsAskedForOnTheFirstCallOnly() {
		AtomicInteger asked = new AtomicInteger();
		WebClient.Builder application = WebClient.builder();
		WebClientWestmoonPlatform lazy = WebClientWestmoonPlatform.builder()
			.baseUrl(this.server.url())
			.webClientBuilder(() -> {
				asked.incrementAndGet();
				return application;
			})
			.build();
		assertThat(asked).hasValue(0);
		Platforms.get(lazy.requestCode());
		Platforms.get(lazy.requestCode());
		assertThat(asked).hasValue(1);
	}

	@Test
	void aBuilderThatCannotBeHadIsAskedForAgain() {
		AtomicInteger asked = new AtomicInteger();
		WebClientWestmoonPlatform lazy = WebClientWestmoonPlatform.builder()
			.baseUrl(this.server.url())
			.webClientBuilder(() -> {
				if (asked.getAndIncrement() == 0) {
					throw new IllegalStateException("not yet");
				}
				return WebClient.builder();
			})
			.build();
		assertThatIllegalStateException().isThrownBy(() -> Platforms.get(lazy.requestCode())).withMessage("not yet");
		assertThat(Platforms.get(lazy.requestCode()).scanToken()).isNotEmpty();
	}

	private ScanStatus status(LoginQrCode code) {
		return Platforms.get(this.platform.poll(code.scanToken())).status();
	}

}
