package io.westmoon.sample.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks at the group chat of the packaged demo, which knows its port and therefore sends
 * links. It has a demo of its own, since a robot takes twenty messages a minute. Left to
 * thorough builds.
 */
@EnabledIfSystemProperty(named = "westmoon.every-look", matches = "true")
class ChatIT {

	private static final int FIRST_PORT = 20_000;

	private static final int PORTS = 12_000;

	private static final String TITLES = "[...document.querySelectorAll('.chat h3')].map(title => title.textContent)";

	private static final String FOREIGN = "Westmoon <img src=x onerror=alert(1)>\\n[x](https://evil.example/)"
			+ "\\nhttps://evil.example/westmoon/login/1\\njavascript:alert(1)\\nhttp://localhost.evil.example/x";

	@TempDir
	static Path directory;

	private static Demo demo;

	private static Browser browser;

	private static Desk desk;

	@BeforeAll
	static void start() {
		Browser.require();
		demo = Demo.start(directory, freePort());
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

	@AfterEach
	void theConsoleStaysEmpty() {
		assertThat(browser.console()).allMatch((line) -> line.contains("api/stock"));
	}

	/**
	 * Finds a port below those that the system hands out, so that nobody gets it before
	 * the demo does. Each JVM of the tests begins elsewhere.
	 */
	private static int freePort() {
		int begin = (int) (ProcessHandle.current().pid() % PORTS);
		for (int i = 0; i < PORTS; i++) {
			int port = FIRST_PORT + (begin + i) % PORTS;
			try {
				new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
				return port;
			}
			catch (IOException ex) {
				// The next one may be free.
			}
		}
		throw new IllegalStateException("No port is free");
	}

	@Test
	void noticesAppearFromTheNeedToTheEnd() {
		desk.open(1600, 1000, "light", "en");
		desk.search("mug");
		awaitTitle("Westmoon: login needed");
		assertThat(browser.text(".chat .message:last-child")).contains("Login reminder", "BOT", "@everybody");
		String link = (String) browser.eval("document.querySelector('.chat .message:last-child a').href");
		assertThat(link).startsWith(demo.url() + "/westmoon/login/");
		desk.awaitCode();
		inspect("chat-code-light-en.png");
		desk.phone("scan");
		awaitTitle("Westmoon: code scanned");
		desk.phone("confirm");
		awaitTitle("Westmoon: logged in");
		desk.awaitResult();
		assertThat(browser.text(".chat .message:last-child")).contains("Logged in as Demo user.");
		inspect("chat-desk-light-en.png");
		desk.phone("revoke");
		desk.search("");
		awaitTitle("Westmoon: login needed");
		desk.awaitCode();
		desk.phone("scan");
		awaitTitle("Westmoon: code scanned");
		desk.phone("reject");
		awaitTitle("Westmoon: login failed");
		assertThat(browser.text(".chat .message:last-child")).contains("The login was refused on the phone.");
		List<?> titles = (List<?>) browser.eval(TITLES);
		assertThat(titles).extracting(Object::toString)
			.filteredOn((title) -> !title.contains("still"))
			.containsExactly("Westmoon: login needed", "Westmoon: code scanned", "Westmoon: logged in",
					"Westmoon: login needed", "Westmoon: code scanned", "Westmoon: login failed");
		desk.open(390, 844, "dark", "zh");
		browser.await("document.querySelectorAll('.chat .message').length >= 6");
		assertThat(browser.text(".chat .message:last-child")).contains("登录提醒", "机器人", "Westmoon: login failed");
		assertThat(browser.text(".to-chat")).startsWith("去群聊（");
		inspect("chat-phone-dark-zh.png");
		browser.click("#again");
		desk.awaitCode();
		desk.phone("scan");
		desk.phone("confirm");
		browser.await("document.querySelector('[data-action=revoke]:enabled')");
	}

	@Test
	void aNoticeIsTextWhateverStandsInIt() {
		desk.open(1600, 1000, "light", "en");
		browser.eval("""
				void (ask => {
					window.fetch = (url, options) => url === 'chat/messages' ? Promise.resolve(new Response(
						JSON.stringify([{number: 9999, at: '2026-03-01T08:00:00Z', text: '%s', mentioned: ['<b>']}])))
						: ask(url, options);
				})(window.fetch)""".formatted(FOREIGN));
		browser.await("document.querySelector('.chat [data-number=\"9999\"]')");
		assertThat(browser.eval("document.querySelectorAll('.chat [data-number=\"9999\"] :is(a, img)').length"))
			.isEqualTo(0L);
		assertThat(browser.text(".chat [data-number=\"9999\"]")).contains("<img src=x onerror=alert(1)>",
				"[x](https://evil.example/)", "@<b>");
	}

	@Test
	void thePhoneAloneHasTheChatBesideIt() {
		browser.look(1000, 900, "light");
		browser.get(demo.url() + "/phone");
		browser.await("document.querySelector('.phone + .chat .log')");
		inspect("chat-alone-light.png");
	}

	/**
	 * A call by the interface needs the login, so that nobody has to search.
	 */
	@ParameterizedTest
	@CsvSource({ "en, 'No code yet. Open the link in the group chat, or search on the desk.'",
			"zh, 还没有小程序码。打开群聊里的登录链接，或者在查询台查一次。" })
	void thePhoneAloneNamesTheLinkInTheChat(String language, String words) {
		browser.look(1000, 900, "light");
		browser.setCookie(demo.url(), "lang", language);
		browser.get(demo.url() + "/phone");
		browser.await("document.querySelector('.phone + .chat .log')");
		browser.eval("""
				void (window.fetch = url => Promise.resolve(new Response(JSON.stringify(url === 'chat/messages'
					? [{number: 9999, at: '2026-03-01T08:00:00Z', text: 'Needed\\n%s/westmoon/login/1', mentioned: []}]
					: {codes: 0, status: null, living: false, session: false, down: false, chat: true}))))"""
			.formatted(demo.url()));
		browser.await("document.querySelector('.chat [data-number=\"9999\"] a')");
		awaitStatus(words);
		inspect("chat-alone-no-code-" + language + ".png");
	}

	@Test
	void aLoginThatNobodyComesForEndsWithANotice(@TempDir Path home) {
		try (Demo impatient = Demo.start(home, freePort(), "--westmoon.login.page.link-lifetime=3s")) {
			browser.look(1000, 900, "light");
			browser.setCookie(impatient.url(), "lang", "en");
			browser.get(impatient.url() + "/phone");
			browser.await("document.querySelector('.phone + .chat .log')");
			browser.eval("void fetch('api/stock?keyword=mug')");
			awaitTitle("Westmoon: login failed");
			assertThat((List<?>) browser.eval(TITLES)).extracting(Object::toString)
				.containsExactly("Westmoon: login needed", "Westmoon: login failed");
			assertThat(browser.text(".chat .message:last-child")).contains("Nobody scanned a code in time.");
			awaitStatus("No code yet. Search on the desk first.");
			inspect("chat-timeout-light-en.png");
			browser.get("about:blank");
		}
	}

	@Test
	void bothLanguagesSayTheSame() {
		desk.open(1600, 1000, "light", "en");
		assertThat(browser.eval("(async () => (({zh, en}) => Object.keys(zh).join() === Object.keys(en).join())"
				+ "((await import('./chat-texts.js')).default))()"))
			.isEqualTo(true);
	}

	private static void awaitStatus(String words) {
		browser.await("document.querySelector('.screen [role=status]').textContent === '" + words + "'");
	}

	private static void awaitTitle(String title) {
		browser.await("(titles => titles[titles.length - 1] === '" + title + "')(" + TITLES + ")");
	}

	private static void inspect(String name) {
		assertThat(browser.accessibilityViolations()).as(name).isEmpty();
		assertThat(browser.is("document.documentElement.scrollWidth <= window.innerWidth")).as("fits").isTrue();
		// The last, since it resizes the page for a moment.
		browser.screenshot(Path.of("target", "screenshots", name));
	}

}
