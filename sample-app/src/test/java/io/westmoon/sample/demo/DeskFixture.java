package io.westmoon.sample.demo;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged demo and a browser that shows its desk, for all tests of a class. Each
 * test begins without a session.
 */
abstract class DeskFixture {

	static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final String EXPECTED_FAILURE = ".*/(api/stock\\S*|login) - Failed to load resource: .* 50[23] .*";

	@TempDir
	static Path directory;

	static Demo demo;

	static Browser browser;

	static Desk desk;

	@BeforeAll
	static void start() {
		Browser.require();
		demo = Demo.start(directory, 0);
		browser = Browser.open("en", directory);
		desk = new Desk(browser, demo.url());
	}

	@AfterAll
	static void stop() {
		if (browser != null) {
			browser.close();
		}
		if (demo != null) {
			demo.close();
		}
	}

	@BeforeEach
	void beAStranger() {
		desk.open(1280, 900, "light", "en");
		if (browser.is("document.querySelector('[data-action=up]')")) {
			desk.phone("up");
			browser.await("document.querySelector('[data-action=down]')");
		}
		if (browser.is("!document.querySelector('#problem').hidden")) {
			browser.click("#again");
			desk.awaitCode();
			desk.phone("scan");
			desk.phone("confirm");
			browser.await("document.querySelector('[data-action=revoke]:enabled')");
		}
		if (browser.is("document.querySelector('[data-action=revoke]:enabled')")) {
			desk.phone("revoke");
			browser.await("document.querySelector('[data-action=revoke]:disabled')");
		}
	}

	@AfterEach
	void theConsoleStaysEmpty() {
		assertThat(browser.console()).allMatch((line) -> line.matches(EXPECTED_FAILURE));
	}

}
