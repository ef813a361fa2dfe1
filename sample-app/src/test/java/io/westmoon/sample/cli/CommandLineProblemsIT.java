package io.westmoon.sample.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.westmoon.sample.JarProcess;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the packaged command line says when something is not right, and in which language.
 */
class CommandLineProblemsIT extends CommandLineFixture {

	@Test
	void twoFlagsAtOnceAreAUsageError() {
		JarProcess.Result result = run("--status", "--check");
		assertThat(result.status()).isEqualTo(2);
		assertThat(result.err()).contains("Give at most one of").contains("login --help");
		assertThat(result.out()).isEmpty();
	}

	@Test
	void anUnknownFlagIsAUsageErrorInChineseToo() {
		this.language = "zh";
		JarProcess.Result result = runProcess("--stauts");
		assertThat(result.status()).isEqualTo(2);
		assertThat(result.err()).contains("无法识别的参数：--stauts");
	}

	@Test
	void aMissingScanTokenIsAUsageError() {
		JarProcess.Result result = run("--poll");
		assertThat(result.status()).isEqualTo(2);
		assertThat(result.err()).contains("A value is missing");
	}

	@Test
	void aWrongUrlIsAUsageError() {
		for (String url : List.of("ftp://example.com", "not a url", "http://example.com")) {
			this.baseUrl = url;
			JarProcess.Result result = run();
			assertThat(result.status()).as(url).isEqualTo(2);
			assertThat(result.err()).as(url).contains("--base-url");
			assertQuiet(result);
		}
	}

	@Test
	void theHelpNamesEveryFlagAndTheExitStatuses() {
		JarProcess.Result result = runProcess("--help");
		assertThat(result.status()).isZero();
		assertThat(result.out()).contains("--blocking", "--continue", "--poll", "--status", "--check", "--userinfo",
				"--logout", "--base-url", "--home", "--[no-]open", "--json", "Exit status", "Examples",
				"https://api-x.westmonth.com", "~/.westmoon-user-login");
		assertThat(result.err()).isEmpty();
	}

	@Test
	void theHelpSpeaksChinese() {
		this.language = "zh";
		JarProcess.Result result = run("--help");
		assertThat(result.status()).isZero();
		assertThat(result.out()).contains("用法", "选项", "退出码", "示例", "显示小程序码", "--blocking");
	}

	@Test
	void aLoginSpeaksChinese() {
		this.language = "zh";
		JarProcess.Result shown = runProcess();
		assertThat(shown.out()).contains("请用微信扫描小程序码", "图片：", "扫码令牌：");
		this.platform.scanAndConfirm();
		JarProcess.Result done = run("--continue");
		assertThat(done.out()).contains("登录成功：");
		assertThat(run("--continue").err()).contains("没有待完成的登录");
	}

	@Test
	void aPlatformThatIsDownEndsWithOneAndSaysSo() {
		this.platform.down();
		JarProcess.Result result = run();
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.err()).contains("No code from the platform at " + this.platform.url());
		assertThat(result.out()).isEmpty();
		assertQuiet(result);
		this.platform.recover();
		assertThat(run().status()).isZero();
	}

	@Test
	void aDirectoryThatCannotBeWrittenEndsWithOneAndIsNamed() throws IOException {
		Path file = Files.writeString(this.userHome.resolve("file"), "");
		this.home = file.resolve("home");
		JarProcess.Result result = run("--status", "--json");
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.err()).contains("login in " + this.home).contains("--home");
		assertThat(json(result).get("reason").asString()).isEqualTo("STORE");
		assertQuiet(result);
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
		assertThat(runProcess("--no-open").status()).isZero();
		this.environment.put("OPENCLAW_SESSION", "1");
		assertThat(runProcess().status()).isZero();
		assertThat(viewer.resolveSibling("opened")).doesNotExist();
	}

	@Test
	void aMissingViewerHarmsNobody() {
		this.environment.put("PATH", this.userHome.toString());
		JarProcess.Result result = runProcess("--open");
		assertThat(result.status()).isZero();
		assertThat(result.err()).contains("No picture viewer");
	}

	private String openedByViewer() throws Exception {
		Path opened = viewer().resolveSibling("opened");
		assertThat(runProcess().status()).isZero();
		for (long end = System.nanoTime() + TIMEOUT.toNanos(); System.nanoTime() < end;) {
			if (Files.exists(opened)) {
				return Files.readString(opened);
			}
			TimeUnit.MILLISECONDS.sleep(50);
		}
		throw new AssertionError("The viewer was not started");
	}

	private Path viewer() throws IOException {
		Path bin = Files.createDirectories(this.userHome.resolve("bin"));
		Path viewer = Files.writeString(bin.resolve("xdg-open"), "#!/bin/sh\necho \"$1\" > " + bin.resolve("opening")
				+ "\nmv " + bin.resolve("opening") + " " + bin.resolve("opened") + "\n");
		assertThat(viewer.toFile().setExecutable(true)).isTrue();
		this.environment.put("PATH", bin + ":/usr/bin:/bin");
		return viewer;
	}

}
