package io.westmoon.login.test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class WestmoonPlatformServerTests {

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	private final PlatformHttpClient http = new PlatformHttpClient(this.server);

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void aCodeIsARealPictureWithItsTimes() throws IOException {
		this.server.codeLife(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(250));
		JsonNode code = this.http.newCode();
		assertThat(code.get("expires_in").asInt()).isEqualTo(60);
		assertThat(code.get("poll_interval").asInt()).isEqualTo(250);
		byte[] png = Base64.getDecoder().decode(code.get("wxacode").asString().substring(22));
		assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(280);
		assertThat(this.server.currentCode()).hasValueSatisfying((current) -> {
			assertThat(current.png()).isEqualTo(png);
			assertThat(current.scanToken()).isEqualTo(code.get("scan_token").asString());
		});
	}

	@Test
	void codesLookDifferentButTheSameCodeLooksTheSame() {
		assertThat(CodePicture.png("one")).isEqualTo(CodePicture.png("one")).isNotEqualTo(CodePicture.png("two"));
	}

	@Test
	void aCodeIsScannedThenConfirmedAndGivesItsSessionOnce() throws IOException {
		String scanToken = this.http.newScanToken();
		assertThat(this.http.status(scanToken)).isEqualTo("waiting");
		this.server.scan();
		assertThat(this.http.status(scanToken)).isEqualTo("scanned");
		this.server.confirm();
		JsonNode confirmed = this.http.poll(scanToken);
		assertThat(confirmed.get("status").asString()).isEqualTo("confirmed");
		assertThat(confirmed.get("token_type").asString()).isEqualTo("Bearer");
		assertThat(confirmed.get("expires_in").asLong()).isEqualTo(604800);
		assertThat(this.http.info(confirmed.get("access_token").asString()).statusCode()).isEqualTo(200);
		assertThat(this.http.status(scanToken)).isEqualTo("expired");
		assertThat(this.server.polls()).isEqualTo(4);
	}

	@Test
	void aLoginCanEndWithoutASession() throws IOException {
		String rejected = this.http.newScanToken();
		this.server.reject();
		String canceled = this.http.newScanToken();
		this.server.cancel();
		String expired = this.http.newScanToken();
		this.server.expire();
		assertThat(this.http.status(rejected)).isEqualTo("rejected");
		assertThat(this.http.status(canceled)).isEqualTo("canceled");
		assertThat(this.http.status(expired)).isEqualTo("expired");
		assertThat(this.http.status("unknown")).isEqualTo("expired");
	}

	@Test
	void theLatestLivingCodeIsTheOneThatIsScanned() throws IOException {
		String first = this.http.newScanToken();
		String second = this.http.newScanToken();
		assertThat(this.server.livingCodes()).isEqualTo(2);
		this.server.expire(second);
		assertThat(this.server.currentScanToken()).isEqualTo(first);
		this.server.scanAndConfirm();
		assertThat(this.server.livingCodes()).isZero();
		assertThat(this.server.codes()).isEqualTo(2);
	}

	@Test
	void aCodeEndsByItself() throws IOException {
		this.server.codeLife(Duration.ZERO);
		String scanToken = this.http.newScanToken();
		assertThat(this.http.status(scanToken)).isEqualTo("expired");
		assertThatIllegalStateException().isThrownBy(() -> this.server.scan(scanToken))
			.withMessageContaining("EXPIRED");
		assertThatIllegalStateException().isThrownBy(this.server::scan).withMessageContaining("No code is living");
	}

	@Test
	void everyCodeConfirmsItselfIfWanted() throws IOException {
		this.server.autoConfirm(true);
		assertThat(this.http.status(this.http.newScanToken())).isEqualTo("confirmed");
		assertThat(this.http.status(this.http.newScanToken())).isEqualTo("confirmed");
	}

	@Test
	void theTokenBelongsToWhoeverConfirmed() throws IOException {
		this.server.user(Map.of("uid", 7, "name", "Mei", "shop", "Yiwu"));
		String own = this.http.newScanToken();
		this.server.confirm();
		String foreign = this.http.newScanToken();
		this.server.confirmAs("99", "Stranger");
		JsonNode owner = PlatformHttpClient.data(this.http.info(this.http.poll(own).get("access_token").asString()));
		JsonNode stranger = PlatformHttpClient
			.data(this.http.info(this.http.poll(foreign).get("access_token").asString()));
		assertThat(owner.get("uid").asInt()).isEqualTo(7);
		assertThat(owner.get("shop").asString()).isEqualTo("Yiwu");
		assertThat(stranger.get("id").asString()).isEqualTo("99");
	}

	@Test
	void awaitsACodeThatIsAskedForLater() throws Exception {
		CompletableFuture<String> awaited = new CompletableFuture<>();
		Thread waiting = new Thread(() -> awaited.complete(this.server.awaitCode(Duration.ofSeconds(60))));
		waiting.setDaemon(true);
		waiting.start();
		while (waiting.getState() != Thread.State.TIMED_WAITING && waiting.isAlive()) {
			Thread.onSpinWait();
		}
		String scanToken = this.http.newScanToken();
		assertThat(awaited.get(60, TimeUnit.SECONDS)).isEqualTo(scanToken);
		assertThatIllegalStateException().isThrownBy(() -> this.server.awaitCalls(Call.POLL, 1, Duration.ofMillis(20)))
			.withMessageContaining("0 of 1");
	}

	@Test
	void theBusinessApiWantsALivingToken() throws IOException {
		String token = this.server.issueSession();
		String other = this.server.issueSession();
		assertThat(this.http.products(null).statusCode()).isEqualTo(401);
		assertThat(this.http.products(token).statusCode()).isEqualTo(200);
		this.server.revoke(token);
		assertThat(this.http.products(token).statusCode()).isEqualTo(401);
		assertThat(this.http.products(other).statusCode()).isEqualTo(200);
		this.server.revoke();
		assertThat(this.http.products(other).statusCode()).isEqualTo(401);
		assertThat(this.server.businessCalls()).isEqualTo(5);
		assertThat(this.server.businessCalls(token)).isEqualTo(2);
	}

	@Test
	void aNewLoginOfAUserCanEndThatUsersOlderSessions() throws IOException {
		String first = this.server.issueSession();
		this.server.user(Map.of("id", "other"));
		String others = this.server.issueSession();
		this.server.singleSession(true).user(Map.of("id", "85844"));
		String second = this.server.issueSession();
		assertThat(this.http.info(first).statusCode()).isEqualTo(401);
		assertThat(this.http.products(first).statusCode()).isEqualTo(401);
		assertThat(this.http.info(others).statusCode()).isEqualTo(200);
		assertThat(this.http.info(second).statusCode()).isEqualTo(200);
		this.server.singleSession(false).issueSession();
		assertThat(this.http.info(second).statusCode()).isEqualTo(200);
	}

	@Test
	void aTokenEndsByItself() throws IOException {
		this.server.tokenLife(Duration.ofNanos(1));
		assertThat(this.http.info(this.server.issueSession()).statusCode()).isEqualTo(401);
	}

	@Test
	void aListenerHearsOfEveryCallBeforeItsAnswer() throws IOException {
		List<ReceivedCall> heard = new ArrayList<>();
		this.server.listener(heard::add);
		String scanToken = this.http.newScanToken();
		assertThat(heard).singleElement()
			.satisfies((call) -> assertThat(call.call()).isEqualTo(Call.GENERATE))
			.satisfies((call) -> assertThat(call.answer()).contains(scanToken));
		this.server.fail(Call.BUSINESS, Fault.status(503), 1);
		this.http.products("token");
		ReceivedCall failed = heard.get(1);
		assertThat(failed.uri()).hasPath("/api/products");
		assertThat(failed.headers()).containsEntry("AUTHORIZATION", "Bearer token");
		assertThat(failed.answer()).isNull();
		assertThat(heard).asString().doesNotContain(scanToken, "Bearer");
	}

	@Test
	void theBusinessApiCanForbidWhatTheTokenIsGoodFor() throws IOException {
		String token = this.server.issueSession();
		this.server.forbid(true);
		HttpResponse<String> forbidden = this.http.products(token);
		assertThat(forbidden.statusCode()).isEqualTo(401);
		assertThat(PlatformHttpClient.json(forbidden).get("msg").asString()).contains("权限");
		assertThat(this.http.info(token).statusCode()).isEqualTo(200);
		assertThat(this.server.infoCalls()).isEqualTo(1);
	}

	@Test
	void theBusinessApiFindsGoodsAndTheirStock() throws IOException {
		String token = this.server.issueSession();
		assertThat(PlatformHttpClient.data(this.http.products(token)).get("items")).hasSize(8);
		JsonNode found = PlatformHttpClient.data(this.http.get("/api/products?keyword=MUG", token)).get("items");
		assertThat(found).singleElement()
			.satisfies((item) -> assertThat(item.get("name").asString()).isEqualTo("陶瓷马克杯"));
		JsonNode stock = PlatformHttpClient.data(this.http.get("/api/stock?product=WM-1001", token));
		assertThat(stock.get("sites")).hasSize(4);
		assertThat(PlatformHttpClient.json(this.http.get("/api/stock?product=none", token)).get("code").asInt())
			.isNotZero();
		assertThat(this.http.post("/api/echo", token, "回声").body()).isEqualTo("回声");
		assertThat(this.http.get("/api/unknown", token).statusCode()).isEqualTo(404);
	}

	@Test
	void aCallWithoutItsParametersIsAMistake() throws IOException {
		assertThat(this.http.get("/umc/miniprogram/qrcode/generate?scene=login", null).statusCode()).isEqualTo(400);
		assertThat(this.http.get("/umc/miniprogram/qrcode/poll?scan_token=a", null).statusCode()).isEqualTo(400);
		assertThat(this.http.post("/umc/user/user/info", null, "").statusCode()).isEqualTo(405);
	}

	@Test
	void aDeadSessionCanBeRefusedInOtherWays() throws IOException {
		assertThat(this.http.products("dead").statusCode()).isEqualTo(401);
		this.server.refusal(Call.BUSINESS, Refusal.status(403));
		assertThat(this.http.products("dead").statusCode()).isEqualTo(403);
		this.server.refusal(Call.BUSINESS, Refusal.code(-1)).refusal(Call.INFO, Refusal.code(1));
		assertThat(this.http.products("dead").statusCode()).isEqualTo(200);
		assertThat(PlatformHttpClient.json(this.http.products("dead")).get("code").asInt()).isEqualTo(-1);
		assertThat(this.http.info("dead").statusCode()).isEqualTo(200);
		assertThat(PlatformHttpClient.json(this.http.info("dead")).get("code").asInt()).isEqualTo(1);
		this.server.refusal(Call.BUSINESS, Refusal.unsuccessful(401));
		assertThat(this.http.products("dead").body()).startsWith("{\"success\":false,\"code\":401");
		assertThat(this.http.products(this.server.issueSession()).body()).startsWith("{\"code\":0");
	}

	@Test
	void aDeadSessionCanShowAsPoorerDataOnly() throws IOException {
		this.server.refusal(Call.BUSINESS, Refusal.poorerData());
		assertThat(this.http.products("dead").body()).startsWith("{\"code\":0")
			.contains("WM-1001")
			.doesNotContain("price");
		assertThat(this.http.get("/api/stock?product=WM-1001", "dead").body()).contains("\"sites\":[]");
		assertThat(this.http.products(this.server.issueSession()).body()).contains("price");
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.refusal(Call.INFO, Refusal.poorerData()));
	}

	@Test
	void eachHostHasItsCallsAndItsEnvelope() throws IOException {
		String session = this.server.issueSession();
		assertThat(this.http.get("/product-center/shop/products/load-list", session).body()).startsWith("{\"code\":0");
		assertThat(this.http.get("/shop_api/products/load_list", session).body())
			.startsWith("{\"status\":\"success\",\"data\":{\"data\":[{");
		assertThat(this.http.post("/erp/order/list", session, "{}").body()).contains("\"total\":0");
		this.server.envelope(Envelope.STATUS);
		assertThat(this.http.products(session).body()).startsWith("{\"status\":\"success\"");
	}

	@Test
	void anotherOriginGivesTheSameAnswers() throws IOException {
		String other = this.server.openOrigin();
		assertThat(other).isNotEqualTo(this.server.url());
		String session = this.server.issueSession();
		assertThat(this.http.get(URI.create(other + "/api/products"), session).body()).startsWith("{\"code\":0");
		assertThat(this.server.businessCalls(session)).isEqualTo(1);
		this.server.close();
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.http.get(URI.create(other + "/api/products"), session));
	}

}
