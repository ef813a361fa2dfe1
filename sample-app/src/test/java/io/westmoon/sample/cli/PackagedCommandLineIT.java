package io.westmoon.sample.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.westmoon.login.test.Call;
import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.sample.JarProcess;
import io.westmoon.sample.JarProcess.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What only the packaged command line in a process of its own can show: how it starts and
 * ends, Ctrl-C, its log, the encoding of its output, and the programs it starts.
 */
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
class PackagedCommandLineIT extends CommandLineFixture {

	@Test
	void withoutAFlagACodeIsShownAndRememberedAndTheCommandReturns() throws IOException {
		Result result = runPackaged();
		assertThat(result.status()).isZero();
		String scanToken = this.platform.currentScanToken();
		assertThat(pictures()).singleElement().satisfies((picture) -> {
			assertThat(result.out()).contains("Picture: " + picture.toRealPath());
			assertThat(picture.getFileName().toString()).matches("login_qr_\\d+\\.png");
			assertThat(mode(picture)).isEqualTo("rw-------");
			assertThat(Files.readAllBytes(picture)).isEqualTo(this.platform.currentCode().orElseThrow().png());
		});
		assertThat(result.out()).contains("Scan token: " + scanToken).doesNotContain("OPENCLAW", "data:image");
		assertThat(result.err()).doesNotContain(scanToken);
		assertQuiet(result);
		assertThat(mode(this.home)).isEqualTo("rwx------");
		assertThat(mode(this.home.resolve("qr_codes"))).isEqualTo("rwx------");
		assertThat(mode(this.home.resolve("pending_login.json"))).isEqualTo("rw-------");
		JsonNode pending = stored("pending_login.json");
		assertThat(pending.propertyNames()).containsExactlyInAnyOrder("scan_token", "poll_interval_ms", "created_at");
		assertThat(pending.get("scan_token").asString()).isEqualTo(scanToken);
		assertThat(pending.get("poll_interval_ms").asInt()).isEqualTo(500);
		assertThat(pending.get("created_at").isFloatingPointNumber()).isTrue();
		assertThat(this.home.resolve("tokens.json")).doesNotExist();
	}

	@Test
	void blockingWaitsAndStoresTheSessionAsTheExistingToolDoes() {
		Result result = runPackagedUntilPolled(WestmoonPlatformServer::scanAndConfirm, "--blocking");
		assertThat(result.status()).isZero();
		assertThat(result.out()).contains("Picture: ", "Scan token: ", "Logged in: ");
		assertQuiet(result);
		JsonNode tokens = stored("tokens.json");
		assertThat(tokens.propertyNames()).containsExactly("access_token", "refresh_token", "token_type", "expires_in",
				"expires_at", "user_info", "created_at");
		assertThat(tokens.get("access_token").asString()).isNotBlank();
		assertThat(tokens.get("refresh_token").isString()).isTrue();
		assertThat(tokens.get("token_type").asString()).isEqualTo("Bearer");
		assertThat(tokens.get("expires_in").isIntegralNumber()).isTrue();
		assertThat(tokens.get("expires_in").asInt()).isEqualTo(604800);
		assertThat(tokens.get("expires_at").isFloatingPointNumber()).isTrue();
		assertThat(tokens.get("created_at").isFloatingPointNumber()).isTrue();
		assertThat(tokens.get("expires_at").asDouble() - tokens.get("created_at").asDouble()).isEqualTo(604800.0);
		assertThat(tokens.get("user_info").isObject()).isTrue();
		assertThat(mode(this.home.resolve("tokens.json"))).isEqualTo("rw-------");
		assertThat(mode(this.home)).isEqualTo("rwx------");
		assertThat(this.home.resolve("pending_login.json")).doesNotExist();
		assertThat(pictures()).isEmpty();
		assertThat(result.out() + result.err()).doesNotContain(tokens.get("access_token").asString());
	}

	@Test
	void ctrlCLeavesTheLoginPending() {
		try (JarProcess process = startPackaged("--blocking")) {
			this.platform.awaitCalls(Call.POLL, 1, TIMEOUT);
			process.interrupt();
			Result result = process.await();
			assertThat(result.status()).isEqualTo(143);
			assertThat(result.err()).contains(
					"The login is still pending. Go on with: java -jar target/sample-app.jar login --continue --home "
							+ this.home);
			assertQuiet(result);
		}
		this.platform.scanAndConfirm();
		assertThat(run("--continue").status()).isZero();
		assertThat(this.platform.codes()).isEqualTo(1);
	}

	@Test
	void anUnknownFlagIsAUsageErrorInChineseToo() {
		this.language = "zh";
		Result result = runPackaged("--stauts");
		assertThat(result.status()).isEqualTo(2);
		assertThat(result.err()).contains("无法识别的参数：--stauts");
	}

	@Test
	void aLoginSpeaksChinese() {
		this.language = "zh";
		Result shown = runPackaged();
		assertThat(shown.out()).contains("请用微信扫描小程序码", "图片：", "扫码令牌：");
		this.platform.scanAndConfirm();
		Result done = run("--continue");
		assertThat(done.out()).contains("登录成功：");
		assertThat(run("--continue").err()).contains("没有待完成的登录");
	}

	@Test
	void aPlatformThatIsDownEndsWithOneAndSaysSo() {
		this.platform.down();
		Result result = runPackaged();
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.err()).contains("The platform at " + this.platform.url() + " gives no answer");
		assertThat(result.out()).isEmpty();
		assertQuiet(result);
		this.platform.recover();
		assertThat(run().status()).isZero();
	}

	@Test
	void aDamagedFileIsMovedAsideWithAWarning() throws IOException {
		write("tokens.json", "{\"access_token\": \"a\", \"refr");
		Result result = runPackaged("--status");
		assertThat(result.status()).isZero();
		assertThat(json(result).get("has_access_token").asBoolean()).isFalse();
		assertThat(result.err()).contains("tokens.json.corrupt-");
		assertQuiet(result);
		try (Stream<String> names = Files.list(this.home).map((file) -> file.getFileName().toString())) {
			assertThat(names).anyMatch((name) -> name.startsWith("tokens.json.corrupt-"));
		}
		logIn();
		assertThat(stored("tokens.json").get("token_type").asString()).isEqualTo("Bearer");
	}

	@Test
	void onADesktopThePictureIsOpenedInTheViewer() throws Exception {
		this.environment.put("DISPLAY", ":99");
		assertThat(openedByViewer()).contains("qr_codes");
	}

	@Test
	void thePictureIsNotOpenedIfThatIsNotWanted() throws Exception {
		Path viewer = viewer();
		this.environment.put("DISPLAY", ":99");
		assertThat(runPackaged("--no-open").status()).isZero();
		this.environment.put("OPENCLAW_SESSION", "1");
		assertThat(runPackaged().status()).isZero();
		assertThat(viewer.resolveSibling("opened")).doesNotExist();
	}

	@Test
	void aMissingViewerHarmsNobody() {
		this.environment.put("PATH", this.userHome.toString());
		Result result = runPackaged("--open");
		assertThat(result.status()).isZero();
		assertThat(result.err()).contains("could not be shown in a viewer");
	}

	/**
	 * Reads from a pipe what the viewer was started with.
	 */
	private String openedByViewer() throws Exception {
		Path opened = viewer().resolveSibling("opened");
		assertThat(new ProcessBuilder("mkfifo", opened.toString()).start().waitFor()).isZero();
		CompletableFuture<String> path = CompletableFuture.supplyAsync(() -> {
			try {
				return Files.readString(opened);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}, (task) -> {
			Thread thread = new Thread(task, "viewer");
			thread.setDaemon(true);
			thread.start();
		});
		assertThat(runPackaged().status()).isZero();
		return path.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
	}

	private Path viewer() throws IOException {
		Path bin = Files.createDirectories(this.userHome.resolve("bin"));
		Path viewer = Files.writeString(bin.resolve("xdg-open"),
				"#!/bin/sh\necho \"$1\" > " + bin.resolve("opened") + "\n");
		assertThat(viewer.toFile().setExecutable(true)).isTrue();
		this.environment.put("PATH", bin + ":/usr/bin:/bin");
		return viewer;
	}

}
