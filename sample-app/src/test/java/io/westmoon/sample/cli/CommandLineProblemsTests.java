package io.westmoon.sample.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.westmoon.sample.JarProcess.Result;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the command line says when something is not right, and in which language.
 */
class CommandLineProblemsTests extends CommandLineFixture {

	@Test
	void twoFlagsAtOnceAreAUsageError() {
		Result result = run("--status", "--check");
		assertThat(result.status()).isEqualTo(2);
		assertThat(result.err()).contains("Give at most one of").contains("login --help");
		assertThat(result.out()).isEmpty();
	}

	@Test
	void aMissingScanTokenIsAUsageError() {
		Result result = run("--poll");
		assertThat(result.status()).isEqualTo(2);
		assertThat(result.err()).contains("A value is missing: --poll SCAN_TOKEN");
	}

	@Test
	void whoeverForgetsTheWordLoginDoesNotStartAServer() {
		for (String option : List.of("--status", "--check", "--continue", "--poll=x", "--no-open", "--lang=zh", "-h")) {
			assertThat(LoginCommandLine.isMeantBy(option)).as(option).isTrue();
		}
		assertThat(LoginCommandLine.isMeantBy("--home", "/tmp", "--status")).isTrue();
		assertThat(LoginCommandLine.isMeantBy("login")).isTrue();
		assertThat(LoginCommandLine.isMeantBy("status")).isTrue();
		assertThat(run("status").err()).contains("Unknown argument: status").contains("login --help");
	}

	@Test
	void argumentsOfSpringBootAreNotThoseOfTheCommandLine() {
		assertThat(LoginCommandLine.isMeantBy()).isFalse();
		assertThat(LoginCommandLine.isMeantBy("--server.port=8081", "--debug")).isFalse();
	}

	@Test
	void anArgumentIsNeverTheNameOfAFileToPrint() throws IOException {
		Path secrets = Files.writeString(this.userHome.resolve("secrets"), "secret-content");
		Result result = run("@" + secrets);
		assertThat(result.status()).isEqualTo(2);
		assertThat(result.err()).contains("Unknown argument: @" + secrets).doesNotContain("secret-content");
	}

	@Test
	void aProblemWithAnArgumentCannotControlTheTerminal() {
		assertThat(run("--x\u009b2J").err()).contains("--x2J");
	}

	@Test
	void aScanTokenThatTheStandardInputLacksIsAUsageError() {
		this.input = "\n";
		Result result = run("--poll", "-");
		assertThat(result.status()).isEqualTo(2);
		assertThat(result.err()).contains("--poll - reads the scan token from the standard input");
	}

	@Test
	void aWrongUrlIsAUsageError() {
		for (String url : List.of("ftp://example.com", "not a url", "http://example.com")) {
			this.baseUrl = url;
			Result result = run();
			assertThat(result.status()).as(url).isEqualTo(2);
			assertThat(result.err()).as(url).contains("--base-url");
			assertQuiet(result);
		}
	}

	@Test
	void theHelpNamesEveryFlagAndTheExitStatuses() {
		Result result = run("--help");
		assertThat(result.status()).isZero();
		assertThat(result.out()).contains("--blocking", "--continue", "--poll", "--status", "--check", "--userinfo",
				"--logout", "--base-url", "--home", "--[no-]open", "--json", "Exit status", "Examples",
				"https://api-x.westmonth.com", "~/.westmoon-user-login");
		assertThat(result.err()).isEmpty();
	}

	@Test
	void theHelpFitsIntoEightyColumns() {
		for (String lang : List.of("en", "zh")) {
			assertThat(run("--help", "--lang", lang).out().lines()).as(lang)
				.allSatisfy((line) -> assertThat(width(line)).as(line).isLessThanOrEqualTo(80));
		}
	}

	private static int width(String line) {
		return line.codePoints().map((point) -> (point >= 0x2e80) ? 2 : 1).sum();
	}

	@Test
	void theLanguageCanBeChosenAndIsRepeatedInCommands() {
		this.language = "zh";
		assertThat(run("--continue", "--lang", "en").err()).contains("No login is pending", "--lang en");
		this.language = "en";
		assertThat(run("--continue", "--lang=zh").err()).contains("没有待完成的登录", "--lang zh");
		assertThat(run("--status", "--check", "--lang", "zh").err()).contains("只能使用其中一个");
		Result unknown = run("--lang", "fr");
		assertThat(unknown.status()).isEqualTo(2);
		assertThat(unknown.err()).contains("--lang must be en or zh: fr");
	}

	@Test
	void commandsAreQuotedForAShell() {
		this.home = this.userHome.resolve("it's mine");
		assertThat(run("--continue").err()).contains("--home '" + this.userHome + "/it'\\''s mine'");
	}

	@Test
	void usageErrorsAreJsonToo() {
		for (String[] arguments : new String[][] { { "--json", "--stauts" }, { "--status", "--check", "--json" },
				{ "--json", "--poll" } }) {
			Result result = run(arguments);
			assertThat(result.status()).isEqualTo(2);
			assertThat(json(result).get("event").asString()).isEqualTo("failed");
			assertThat(json(result).get("reason").asString()).isEqualTo("USAGE");
		}
	}

	@Test
	void theHelpSpeaksChinese() {
		this.language = "zh";
		Result result = run("--help");
		assertThat(result.status()).isZero();
		assertThat(result.out()).contains("用法", "选项", "退出码", "示例", "显示小程序码", "--blocking");
	}

	@Test
	void aDirectoryThatCannotBeWrittenEndsWithOneAndIsNamed() throws IOException {
		Path file = Files.writeString(this.userHome.resolve("file"), "");
		this.home = file.resolve("home");
		Result result = run("--status", "--json");
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.err()).contains("login in " + this.home).contains("--home");
		assertThat(json(result).get("reason").asString()).isEqualTo("STORE");
		assertQuiet(result);
	}

}
