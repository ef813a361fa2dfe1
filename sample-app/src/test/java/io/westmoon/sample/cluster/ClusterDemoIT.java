package io.westmoon.sample.cluster;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.westmoon.sample.JarProcess;
import io.westmoon.sample.demo.Browser;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Does in the packaged demo with several processes what a newcomer does. Takes most of a
 * minute, in which processes start and a lease runs out, so it is left to thorough
 * builds.
 */
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
class ClusterDemoIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(90);

	private static final Pattern PORTS = Pattern.compile("\"port\":(\\d+)");

	private static final Pattern ATTEMPT = Pattern.compile("\"attempt\":\"(\\w+)\"");

	private static final Pattern CODES = Pattern.compile("\"codes\":(\\d+)");

	private static final Pattern HOLDER = Pattern.compile("\"holder\":\"(\\w)\"");

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	@TempDir
	static Path directory;

	private static JarProcess process;

	private static String url;

	private static Map<String, String> desks;

	@BeforeAll
	static void start() {
		process = JarProcess.start(directory, Map.of("PATH", "/usr/bin:/bin"), List.of(),
				"--spring.profiles.active=cluster-demo", "--server.port=0");
		url = process.awaitLine((line) -> line.contains("Open the page"))
			.replaceAll(".*(http://localhost:\\d+)/.*", "$1");
		await(url + "/cluster", "RUNNING.*RUNNING");
		List<String> ports = PORTS.matcher(get(url + "/cluster"))
			.results()
			.map((port) -> "http://localhost:" + port.group(1))
			.toList();
		desks = Map.of("A", ports.get(0), "B", ports.get(1));
	}

	/**
	 * Kills the process that has started all others.
	 */
	@AfterAll
	static void nothingOutlivesTheDemo() {
		List<ProcessHandle> others = process.descendants();
		process.close();
		assertThat(others).hasSizeGreaterThanOrEqualTo(4);
		Awaitility.await().atMost(TIMEOUT).until(() -> others.stream().noneMatch(ProcessHandle::isAlive));
	}

	@BeforeEach
	void bothRunAndNobodyIsLoggedIn() {
		post(url + "/cluster/A/start");
		post(url + "/cluster/B/start");
		await(url + "/cluster", "RUNNING.*RUNNING");
		post(url + "/phone/revoke");
	}

	@Test
	void aCodeOutlivesTheProcessThatAskedForIt() throws Exception {
		int codes = codes();
		Map<String, CompletableFuture<HttpResponse<String>>> answers = Map.of("A", search("A"), "B", search("B"));
		await(desks.get("A") + "/login/state", ATTEMPT.pattern());
		await(desks.get("B") + "/login/state", ATTEMPT.pattern());
		String attempt = find(ATTEMPT, desks.get("B") + "/login/state");
		// A code is asked for when somebody looks at the page, whichever process shows
		// it.
		send(HttpRequest.newBuilder(URI.create(desks.get("B") + "/westmoon/login/" + attempt + "/code"))
			.POST(HttpRequest.BodyPublishers.noBody())
			.header("Sec-Fetch-Site", "same-origin"));
		await(url + "/phone/state", "\"status\":\"waiting\"");
		await(desks.get("A") + "/login/state", "\"state\":\"CODE\"");
		await(desks.get("B") + "/login/state", "\"state\":\"CODE\"");
		assertThat(find(ATTEMPT, desks.get("A") + "/login/state"))
			.isEqualTo(find(ATTEMPT, desks.get("B") + "/login/state"));
		post(url + "/phone/scan");
		String holder = find(HOLDER, url + "/cluster");
		String other = holder.equals("A") ? "B" : "A";
		assertThat(post(url + "/cluster/" + holder + "/end")).contains("ENDED");
		post(url + "/phone/confirm");
		HttpResponse<String> answer = answers.get(other).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).contains("WM-1001");
		assertThat(find(HOLDER, url + "/cluster")).isEqualTo(other);
		assertThat(answers.get(holder)).failsWithin(TIMEOUT);
		post(url + "/cluster/" + holder + "/start");
		await(url + "/cluster", "RUNNING.*RUNNING");
		assertThat(search(holder).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS).body()).contains("WM-1001");
		assertThat(codes()).isEqualTo(codes + 1);
		assertThat(directory.resolve(".westmoon-user-login")).doesNotExist();
	}

	@Test
	void thePageShowsBothDesksAndKillsTheHolder() {
		Browser.require();
		try (Browser browser = Browser.open("en", directory)) {
			browser.look(1280, 1500, "light");
			browser.setCookie(url, "lang", "en");
			browser.get(url);
			assertThat(browser.eval("import('./cluster-texts.js').then(({default: texts}) =>"
					+ " Object.keys(texts.zh).join() === Object.keys(texts.en).join())"))
				.as("Both languages say the same")
				.isEqualTo(true);
			browser.click("#both");
			browser.await("document.querySelector('.replica.holds')");
			inBoth(browser, "document.querySelector('iframe')?.contentDocument?.querySelector('#code:not([hidden])')");
			browser.await("document.querySelector('[data-action=scan]:enabled')");
			inspect(browser);
			browser.click("#language");
			inBoth(browser, "document.documentElement.lang === 'zh-CN'");
			browser.look(400, 1500, "dark");
			inspect(browser);
			String holder = find(HOLDER, url + "/cluster");
			browser.click("#end-" + holder);
			browser.click("[data-action=scan]");
			browser.click("[data-action=confirm]");
			inspect(browser);
			browser.click("#start-" + holder);
			inOne(browser, "#desk-" + (holder.equals("A") ? "B" : "A"), "!document.querySelector('#result').hidden");
			browser.await("document.querySelectorAll('.absent[hidden]').length === 2");
			browser.click("#both");
			inBoth(browser, "!document.querySelector('#result').hidden");
			inspect(browser);
			assertThat(browser.console()).noneMatch((line) -> line.contains("Refused") || line.contains("Error:"));
		}
	}

	@Test
	void onlyThisMachineAndItsOwnPageReachTheDemo() throws Exception {
		for (String place : List.of(url, desks.get("A"), desks.get("B"))) {
			assertThatExceptionOfType(ConnectException.class)
				.isThrownBy(() -> new Socket("127.0.0.2", URI.create(place).getPort()).close());
		}
		HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/cluster/A/end"))
			.POST(HttpRequest.BodyPublishers.noBody())
			.header("Sec-Fetch-Site", "same-site")
			.build();
		assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(403);
		HttpResponse<String> desk = send(HttpRequest.newBuilder(URI.create(desks.get("A"))));
		assertThat(desk.headers().firstValue("Content-Security-Policy").orElseThrow())
			.startsWith("frame-ancestors 'self' " + url);
		assertThat(desk.headers().firstValue("X-Frame-Options")).isEmpty();
	}

	/**
	 * Two frames with the same application in them have the same landmarks.
	 */
	private static void inspect(Browser browser) {
		assertThat(browser.accessibilityViolations("landmark-unique")).isEmpty();
		assertThat(browser.is("document.documentElement.scrollWidth <= window.innerWidth")).as("fits").isTrue();
	}

	private static void inBoth(Browser browser, String condition) {
		inOne(browser, "#desk-A", condition);
		inOne(browser, "#desk-B", condition);
	}

	private static void inOne(Browser browser, String frame, String condition) {
		browser.await("document.querySelector('" + frame + "')");
		browser.inFrame(frame, () -> browser.await(condition));
	}

	private static int codes() {
		return Integer.parseInt(find(CODES, url + "/phone/state"));
	}

	private static String find(Pattern pattern, String address) {
		String answer = get(address);
		return pattern.matcher(answer)
			.results()
			.map((MatchResult result) -> result.group(1))
			.findFirst()
			.orElseThrow(() -> new AssertionError(answer));
	}

	private static void await(String address, String content) {
		try {
			Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(get(address)).containsPattern(content));
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError("Output of the demo: " + process.output(), ex);
		}
	}

	private static CompletableFuture<HttpResponse<String>> search(String desk) {
		return HTTP.sendAsync(
				HttpRequest.newBuilder(URI.create(desks.get(desk) + "/api/stock?keyword=mug")).timeout(TIMEOUT).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	private static String get(String address) {
		return send(HttpRequest.newBuilder(URI.create(address))).body();
	}

	private static String post(String address) {
		HttpResponse<String> answer = send(
				HttpRequest.newBuilder(URI.create(address)).POST(HttpRequest.BodyPublishers.noBody()));
		assertThat(answer.statusCode()).isEqualTo(200);
		return answer.body();
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return HTTP.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
