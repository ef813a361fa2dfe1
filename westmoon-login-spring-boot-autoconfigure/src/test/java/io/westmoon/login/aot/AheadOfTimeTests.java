package io.westmoon.login.aot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.login.testsupport.RealRedis;
import io.westmoon.login.testsupport.Signals;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.boot.jetty.autoconfigure.reactive.JettyReactiveWebServerAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that was processed ahead of time, as for a native image, does on a JVM
 * what others do.
 */
@Timeout(300)
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
class AheadOfTimeTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final Pattern PORT = Pattern.compile("^port (\\d+)$", Pattern.MULTILINE);

	private static final Pattern PAGE = Pattern
		.compile("'default'.*https://pages\\.example\\.com(/westmoon/login/\\w+)");

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	@TempDir
	private static Path directory;

	private static WestmoonPlatformServer platform;

	private static RealRedis redis;

	private static Process application;

	private static String url;

	@BeforeAll
	static void start() throws Exception {
		platform = WestmoonPlatformServer.start();
		redis = RealRedis.start();
		List<String> known = List.of("--westmoon.login.page.enabled=true",
				"--westmoon.login.accounts.in-redis.store.type=redis",
				"--westmoon.login.accounts.in-table.store.type=jdbc",
				"--management.endpoint.health.show-components=always",
				"--spring.autoconfigure.exclude=" + JettyReactiveWebServerAutoConfiguration.class.getName(),
				"--management.endpoints.web.exposure.include=westmoonlogin,health",
				"--management.endpoint.westmoonlogin.access=unrestricted");
		process(known);
		compile();
		List<String> command = java(directory.resolve("resources") + ":" + directory.resolve("classes") + ":");
		command.addAll(List.of("-Dspring.aot.enabled=true", AotApplication.class.getName()));
		command.addAll(known);
		// Reactor Netty can leave a further request of a connection without an answer
		// (reactor-netty 4361).
		command.addAll(List.of("--server.port=0", "--server.netty.max-keep-alive-requests=1",
				"--spring.data.redis.port=" + redis.port(), "--westmoon.login.base-url=" + platform.url(),
				"--westmoon.login.store.directory=" + directory.resolve("logins"),
				"--westmoon.login.polling.interval=20ms",
				"--westmoon.login.page.public-url=https://pages.example.com/westmoon/login",
				"--westmoon.login.accounts.configured-later.store.type=memory"));
		application = run(command, "application.log");
		Awaitility.await()
			.atMost(TIMEOUT)
			.until(() -> !application.isAlive() || PORT.matcher(log("application.log")).find());
		url = "http://localhost:" + find(PORT, log("application.log"));
	}

	@AfterAll
	static void stop() {
		if (application != null) {
			application.destroyForcibly().onExit().orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
		}
		Stream.of(redis, platform).filter((used) -> used != null).forEach(AheadOfTimeTests::close);
	}

	private static void close(AutoCloseable used) {
		try {
			used.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Does what Maven's goal {@code process-aot} does.
	 */
	private static void process(List<String> arguments) throws Exception {
		List<String> command = java("");
		command.addAll(List.of(SpringApplicationAotProcessor.class.getName(), AotApplication.class.getName(),
				directory.resolve("sources").toString(), directory.resolve("resources").toString(),
				directory.resolve("classes").toString(), "com.example", "aot"));
		command.addAll(arguments);
		Process process = run(command, "processing.log");
		assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(log("processing.log")).isZero();
	}

	private static void compile() throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
				Stream<Path> sources = Files.walk(directory.resolve("sources"))) {
			boolean compiled = compiler.getTask(null, files, null,
					List.of("-proc:none", "-nowarn", "-cp",
							directory.resolve("classes") + ":" + System.getProperty("java.class.path"), "-d",
							directory.resolve("classes").toString()),
					null, files.getJavaFileObjectsFromPaths(
							sources.filter((file) -> file.toString().endsWith(".java")).toList()))
				.call();
			assertThat(compiled).isTrue();
		}
	}

	private static List<String> java(String classPath) {
		return new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-cp", classPath + System.getProperty("java.class.path")));
	}

	private static Process run(List<String> command, String log) throws IOException {
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(directory.resolve(log).toFile())
			.start();
	}

	private static String log(String name) {
		try {
			return Files.readString(directory.resolve(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String find(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		assertThat(matcher.find()).as(text).isTrue();
		return matcher.group(1);
	}

	@Test
	void whatWasGeneratedIsUsed() {
		assertThat(log("application.log")).contains("Starting AOT-processed AotApplication");
		assertThat(get("/injected").body()).isEqualTo("in-redis");
		assertThat(log("application.log")).doesNotContain("The application defines the WestmoonAuthClient");
	}

	@Test
	void aPersonFindsTheCodeOnThePage() {
		assertThat(post("/actuator/westmoonlogin/default").statusCode()).isEqualTo(202);
		Awaitility.await().atMost(TIMEOUT).until(() -> PAGE.matcher(log("application.log")).find());
		String page = find(PAGE, log("application.log"));
		HttpResponse<String> html = get(page);
		assertThat(html.statusCode()).isEqualTo(200);
		assertThat(html.body()).contains("<style>", "<script");
		assertThat(get("/westmoon/login/icon.svg").statusCode()).isEqualTo(200);
		assertThat(get(page + "/state").body()).contains("\"state\":\"SHOWN\"");
		platform.scanAndConfirm();
		assertThat(get("/search?account=default").body()).contains("\"code\":0");
		assertThat(get("/actuator/westmoonlogin/default").body()).contains("\"state\":\"VALID\"");
		assertThat(directory.resolve("logins/tokens.json")).exists();
	}

	@ParameterizedTest
	@ValueSource(strings = { "in-redis", "in-table", "configured-later", "registered" })
	void everyAccountLogsIn(String account) {
		if (account.equals("registered")) {
			assertThat(post("/open?account=registered&setting=store.type&value=jdbc").body()).isEqualTo("registered");
		}
		assertThat(post("/actuator/westmoonlogin/" + account).statusCode()).isEqualTo(202);
		platform.scanAndConfirm();
		assertThat(get("/search?account=" + account).body()).contains("\"code\":0");
		assertThat(get("/actuator/health/westmoonLogin/" + account).body()).contains("\"UP\"");
	}

	private static HttpResponse<String> get(String path) {
		return send(HttpRequest.newBuilder(URI.create(url + path)));
	}

	private static HttpResponse<String> post(String path) {
		return send(HttpRequest.newBuilder(URI.create(url + path)).POST(HttpRequest.BodyPublishers.noBody()));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return HTTP.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (HttpTimeoutException ex) {
			throw new AssertionError(logWithThreads(), ex);
		}
		catch (IOException ex) {
			throw new AssertionError(log("application.log"), ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String logWithThreads() {
		Signals.printThreads(application.pid());
		Awaitility.await().atMost(TIMEOUT).until(() -> log("application.log").contains("class space"));
		return log("application.log");
	}

}
