package io.westmoon.sample.demo;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Does in the packaged demo what a newcomer does.
 */
class DemoIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	@TempDir
	static Path userHome;

	private static Demo demo;

	@BeforeAll
	static void start() {
		demo = Demo.start(userHome, 0);
	}

	@AfterAll
	static void stop() {
		demo.close();
	}

	@Test
	void aScanOnThePhoneLetsTheStockBeFound() throws Exception {
		CompletableFuture<HttpResponse<String>> stock = getLater("/api/stock?keyword=mug");
		await("/phone/state", "\"status\":\"waiting\"");
		assertThat(get("/phone").body()).contains("<title>");
		assertThat(get("/phone/code").headers().firstValue("Content-Type")).contains("image/png");
		await("/login/state", "\"state\":\"CODE\"");
		await("/chat/messages", "Westmoon: login needed");
		await("/chat/messages", "\"text\":null");
		String picture = get("/chat/messages").body()
			.replaceAll(".*\"number\":(\\d+),\"at\":[^,]+,\"text\":null.*", "$1");
		assertThat(get("/chat/picture/" + picture).body()).isEqualTo(get("/phone/code").body());
		assertThat(get("/chat/picture/99").statusCode()).isEqualTo(404);
		assertThat(post("/phone/scan").statusCode()).isEqualTo(200);
		await("/login/state", "\"state\":\"SCANNED\"");
		assertThat(post("/phone/confirm").statusCode()).isEqualTo(200);
		HttpResponse<String> answer = stock.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).contains("WM-1001", "Shenzhen");
		assertThat(get("/phone/state").body()).contains("\"session\":true");
		assertThat(get("/api/stock.csv").headers().firstValue("Content-Type")).contains("text/csv;charset=UTF-8");
		assertThat(get("/login/state").body()).contains("\"state\":\"LOGGED_IN\"");
		await("/chat/messages", "Westmoon: logged in");
		assertThat(get("/actuator/health").body()).contains("westmoon");
		assertThat(post("/phone/revoke").body()).contains("\"session\":false");
		CompletableFuture<HttpResponse<String>> again = getLater("/api/stock/WM-1001");
		await("/phone/state", "\"status\":\"waiting\"");
		assertThat(post("/phone/reject").statusCode()).isEqualTo(200);
		assertThat(again.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS).statusCode()).isEqualTo(503);
		assertThat(post("/phone/scan").statusCode()).isEqualTo(409);
		assertThat(post("/phone/nothing").statusCode()).isEqualTo(404);
		assertThat(userHome.resolve(".westmoon-user-login")).doesNotExist();
	}

	@Test
	void onlyThisMachineReachesTheDemo() {
		int port = URI.create(demo.url()).getPort();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Socket("127.0.0.2", port).close());
	}

	@Test
	void aForeignPagePressesNoButtonOfThePhone() throws Exception {
		HttpRequest request = request("/phone/revoke").POST(HttpRequest.BodyPublishers.noBody())
			.header("Sec-Fetch-Site", "cross-site")
			.build();
		assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(403);
	}

	/**
	 * The page asks in just this way.
	 */
	private static void await(String path, String content) {
		Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(get(path).body()).contains(content));
	}

	private static CompletableFuture<HttpResponse<String>> getLater(String path) {
		return HTTP.sendAsync(request(path).build(), HttpResponse.BodyHandlers.ofString());
	}

	private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return HTTP.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
	}

	private static HttpResponse<String> post(String path) throws IOException, InterruptedException {
		return HTTP.send(request(path).POST(HttpRequest.BodyPublishers.noBody()).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	private static HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(demo.url() + path)).timeout(TIMEOUT);
	}

}
