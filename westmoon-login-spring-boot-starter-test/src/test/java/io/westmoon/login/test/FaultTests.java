package io.westmoon.login.test;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FaultTests {

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	private final PlatformHttpClient http = new PlatformHttpClient(this.server);

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void aFaultHitsItsOwnCallOnlyUntilRecovery() throws IOException {
		this.server.fail(Call.INFO, Fault.status(503, Map.of("Retry-After", "7")));
		String token = this.server.issueSession();
		assertThat(this.http.info(token).statusCode()).isEqualTo(503);
		assertThat(this.http.info(token).headers().firstValue("Retry-After")).hasValue("7");
		assertThat(this.http.generate().statusCode()).isEqualTo(200);
		this.server.recover();
		assertThat(this.http.info(token).statusCode()).isEqualTo(200);
		assertThat(this.server.infoCalls()).isEqualTo(3);
	}

	@Test
	void faultsThatAreCountedComeOneAfterTheOther() throws IOException {
		this.server.fail(Call.GENERATE, Fault.status(500), 2);
		this.server.fail(Call.GENERATE, Fault.html(502), 1);
		assertThat(List.of(this.http.generate().statusCode(), this.http.generate().statusCode(),
				this.http.generate().statusCode(), this.http.generate().statusCode()))
			.containsExactly(500, 500, 502, 200);
		assertThat(this.server.codes()).isEqualTo(1);
	}

	@Test
	void aLastingFaultTakesThePlaceOfAnother() throws IOException {
		this.server.fail(Call.GENERATE, Fault.status(500));
		this.server.fail(Call.GENERATE, Fault.status(418));
		assertThat(this.http.generate().statusCode()).isEqualTo(418);
	}

	@Test
	void answersCanBeAnything() throws IOException {
		this.server.fail(Call.GENERATE, Fault.brokenJson(), 1);
		this.server.fail(Call.GENERATE, Fault.empty(), 1);
		this.server.fail(Call.GENERATE, Fault.body("[1]"), 1);
		assertThat(this.http.generate().body()).startsWith("{").doesNotEndWith("}");
		assertThat(this.http.generate().body()).isEmpty();
		assertThat(this.http.generate().body()).isEqualTo("[1]");
	}

	@Test
	void connectionsAreClosed() throws IOException {
		this.server.fail(Call.GENERATE, Fault.reset());
		assertThatExceptionOfType(IOException.class).isThrownBy(this.http::generate);
		this.server.recover();
		this.server.down();
		assertThatExceptionOfType(IOException.class).isThrownBy(this.http::generate);
		this.server.recover();
		assertThat(this.http.generate().statusCode()).isEqualTo(200);
	}

	@Test
	void aLateAnswerIsStillTheAnswer() throws IOException {
		this.server.fail(Call.GENERATE, Fault.delay(Duration.ofMillis(150)), 1);
		long begin = System.nanoTime();
		HttpResponse<String> late = this.http.generate();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
		assertThat(PlatformHttpClient.data(late).has("scan_token")).isTrue();
	}

	@Test
	void anAnswerIsCutInItsMiddle() throws IOException {
		this.server.fail(Call.GENERATE, Fault.cut(), 1);
		assertThatExceptionOfType(IOException.class).isThrownBy(this.http::generate);
		assertThat(this.server.codes()).isEqualTo(1);
		assertThat(this.http.generate().statusCode()).isEqualTo(200);
	}

	@Test
	void theRightAnswerCanBeChanged() throws IOException {
		this.server.fail(Call.GENERATE,
				Fault.changed(Map.of("Content-Type", "text/plain"), (body) -> body.replace("scan_token", "x")), 1);
		HttpResponse<String> changed = this.http.generate();
		assertThat(changed.headers().firstValue("Content-Type")).hasValue("text/plain");
		assertThat(PlatformHttpClient.data(changed).get("x").asString()).isEqualTo(this.server.currentScanToken());
		assertThat(PlatformHttpClient.data(this.http.generate()).has("scan_token")).isTrue();
	}

	@Test
	void aStalledCallIsNeverAnsweredAndDoesNotHoldTheServer() {
		this.server.fail(Call.GENERATE, Fault.stall());
		PlatformHttpClient impatient = new PlatformHttpClient(this.server, Duration.ofSeconds(1));
		assertThatExceptionOfType(HttpTimeoutException.class).isThrownBy(impatient::generate);
		long begin = System.nanoTime();
		this.server.close();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
	}

}
