package com.example.stock;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.westmoon.login.LoginRejectedException;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(properties = "westmoon.login.relogin.cool-down=0s")
class LoginTroubleTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	@Autowired
	private ProductClient products;

	@Autowired
	private WestmoonPlatformServer platform;

	@BeforeEach
	void beginWithoutAValidSession() {
		this.platform.recover();
		this.platform.autoConfirm(false).forbid(false).revoke();
	}

	@Test
	void refusingOnThePhoneFailsTheWaitingCall() {
		CompletableFuture<String> answer = this.products.search("mug").toFuture();
		this.platform.awaitCode(SOON);
		this.platform.reject();
		assertThat(answer).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(LoginRejectedException.class);
	}

	@Test
	void anExpiredCodeIsReplaced() {
		CompletableFuture<String> answer = this.products.search("mug").toFuture();
		String first = this.platform.awaitCode(SOON);
		this.platform.expire();
		assertThat(this.platform.awaitCode(SOON)).isNotEqualTo(first);
		this.platform.scanAndConfirm();
		assertThat(answer).succeedsWithin(SOON);
	}

	@Test
	void aRevokedSessionIsReplacedAndTheCallGoesThrough() {
		this.platform.autoConfirm(true);
		this.products.search("mug").block(SOON);
		int codes = this.platform.codes();
		this.platform.revoke();
		assertThat(this.products.search("mug").block(SOON)).contains("Ceramic mug");
		assertThat(this.platform.codes()).isEqualTo(codes + 1);
	}

	@Test
	void aMissingPermissionAsksNobodyToScan() {
		this.platform.autoConfirm(true);
		this.products.search("mug").block(SOON);
		int codes = this.platform.codes();
		this.platform.forbid(true);
		assertThatExceptionOfType(WebClientResponseException.Unauthorized.class)
			.isThrownBy(() -> this.products.search("mug").block(SOON));
		assertThat(this.platform.codes()).isEqualTo(codes);
	}

	@Test
	void aFaultOfTheBusinessApiReachesTheCaller() {
		this.platform.autoConfirm(true);
		this.products.search("mug").block(SOON);
		this.platform.fail(Call.BUSINESS, Fault.status(503), 1);
		assertThatExceptionOfType(WebClientResponseException.ServiceUnavailable.class)
			.isThrownBy(() -> this.products.search("mug").block(SOON));
	}

}
