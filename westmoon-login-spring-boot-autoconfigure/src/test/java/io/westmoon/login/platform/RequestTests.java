package io.westmoon.login.platform;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

import io.westmoon.login.WestmoonSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RequestTests {

	private final MockWebServer server = new MockWebServer();

	@BeforeEach
	void start() throws Exception {
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void asksForACodeWithAllFiveParametersInOrder() throws Exception {
		RecordedRequest request = sent(builder().build().requestCode());
		assertThat(request.getRequestLine()).isEqualTo("GET /umc/miniprogram/qrcode/generate?client_id=&scene=login"
				+ "&path=p-user%2Fpages%2Flogin%2Findex&envVersion=release&source=PCLogin HTTP/1.1");
		assertThat(request.getHeaders().get("Authorization")).isNull();
		assertThat(request.getHeaders().values("Accept")).containsExactly("application/json, text/plain, */*");
		assertThat(request.getHeaders().values("User-Agent")).singleElement().asString().startsWith("Mozilla/5.0 (");
	}

	@Test
	void encodesWhatIsConfigured() throws Exception {
		RecordedRequest request = sent(builder().clientId("a&b=c/d e").envVersion("trial").build().requestCode());
		assertThat(request.getTarget()).contains("?client_id=a%26b%3Dc%2Fd%20e&scene=login&")
			.contains("&envVersion=trial&");
	}

	@Test
	void pollsWithAnEncodedScanToken() throws Exception {
		RecordedRequest request = sent(builder().build().poll("a+b/c=&source=x"));
		assertThat(request.getRequestLine())
			.isEqualTo("GET /umc/miniprogram/qrcode/poll?scan_token=a%2Bb%2Fc%3D%26source%3Dx&source=xpw HTTP/1.1");
		assertThat(request.getHeaders().get("Authorization")).isNull();
	}

	@Test
	void asksForTheUserWithTheSessionsOwnScheme() throws Exception {
		WestmoonSession session = WestmoonSession.received("t0k", "", "Custom", Duration.ZERO, Platforms.CLOCK);
		RecordedRequest request = sent(builder().build().check(session));
		assertThat(request.getRequestLine()).isEqualTo("GET /umc/user/user/info HTTP/1.1");
		assertThat(request.getHeaders().values("Authorization")).containsExactly("Custom t0k");
	}

	@Test
	void addsHeadersToEveryCall() throws Exception {
		WebClientWestmoonPlatform platform = builder().userAgent("test")
			.headers(Map.of("x-app-code", "xpw", "x-tenant-code", "1"))
			.build();
		for (Mono<?> call : new Mono<?>[] { platform.requestCode(), platform.poll("a"),
				platform.check(Platforms.session("t")) }) {
			RecordedRequest request = sent(call);
			assertThat(request.getHeaders().get("x-app-code")).isEqualTo("xpw");
			assertThat(request.getHeaders().get("x-tenant-code")).isEqualTo("1");
			assertThat(request.getHeaders().get("User-Agent")).isEqualTo("test");
		}
	}

	@Test
	void keepsAPathOfTheBaseUrl() throws Exception {
		WebClientWestmoonPlatform platform = builder().baseUrl(this.server.url("/gate/way/").toString()).build();
		assertThat(sent(platform.poll("a")).getTarget()).startsWith("/gate/way/umc/miniprogram/qrcode/poll?");
	}

	@Test
	void refusesHeadersThatWouldHarm() {
		for (Map<String, String> headers : List.of(Map.of("authorization", "x"), Map.of("a", "b\r\nAuthorization: c"),
				Map.of("a b", "c"), Map.of("", "c"))) {
			assertThatIllegalArgumentException().isThrownBy(() -> builder().headers(headers).build())
				.withMessageContaining("header");
		}
	}

	@Test
	void theApplicationsOwnCredentialsNeverReachThePlatform() throws Exception {
		WebClient.Builder application = WebClient.builder()
			.defaultHeader("Authorization", "Basic application")
			.defaultHeader("x-trace", "1")
			.filter((request, next) -> next
				.exchange(ClientRequest.from(request).header("Authorization", "Bearer application").build()));
		WebClientWestmoonPlatform platform = builder().webClientBuilder(application).build();
		RecordedRequest code = sent(platform.requestCode());
		assertThat(code.getHeaders().get("Authorization")).isNull();
		assertThat(code.getHeaders().get("x-trace")).isEqualTo("1");
		assertThat(sent(platform.check(Platforms.session("t0k"))).getHeaders().values("Authorization"))
			.containsExactly("Bearer t0k");
	}

	private WebClientWestmoonPlatform.Builder builder() {
		return WebClientWestmoonPlatform.builder()
			.baseUrl("http://127.0.0.1:" + this.server.getPort())
			.timeout(Platforms.TIMEOUT);
	}

	private RecordedRequest sent(Mono<?> call) throws InterruptedException {
		this.server.enqueue(new MockResponse.Builder().code(503).build());
		call.then().onErrorComplete().block(Platforms.TIMEOUT.plusSeconds(5));
		RecordedRequest request = this.server.takeRequest(5, TimeUnit.SECONDS);
		assertThat(request).isNotNull();
		return request;
	}

}
