package io.westmoon.sample.demo;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * How the desk and the phone of the packaged demo behave as pages: what moves, who has
 * the focus, which language, how large. Left to thorough builds.
 */
@EnabledIfSystemProperty(named = "westmoon.every-look", matches = "true")
class DeskPageIT extends DeskFixture {

	@Test
	void theResultTakesThePlaceOfTheCodeWherePeopleLook() {
		for (String[] look : new String[][] { { "320", "568" }, { "390", "844" }, { "640", "400" } }) {
			beAStranger();
			desk.open(Integer.parseInt(look[0]), Integer.parseInt(look[1]), "light", "en");
			desk.search("");
			desk.awaitCode();
			browser.await("((frame, code) => frame.top + code.top >= 0 && frame.top + code.bottom <= innerHeight)("
					+ "document.querySelector('iframe').getBoundingClientRect(), document.querySelector('iframe')"
					+ ".contentDocument.querySelector('#code').getBoundingClientRect())");
			browser.eval("void new MutationObserver(() => window.both ||= !document.querySelector('#login').hidden"
					+ " && !document.querySelector('#result').hidden)"
					+ ".observe(document.body, {attributes: true, subtree: true})");
			browser.eval("""
					void (async () => {
						const ask = fetch;
						window.fetch = async (url, options) => {
							const answer = await ask(url, options);
							if (url === 'login/state') {
								await new Promise(resolve => setTimeout(resolve, 700));
							}
							return answer;
						};
						await ask('phone/scan', {method: 'POST'});
						await ask('phone/confirm', {method: 'POST'});
					})()""");
			desk.awaitResult();
			assertThat(browser.is("window.both")).as("both at once").isFalse();
			assertThat(browser.is("(top => top >= -1 && top < innerHeight / 2)("
					+ "document.querySelector('#result').getBoundingClientRect().top)"))
				.as(look[0] + " pixels")
				.isTrue();
			assertThat(browser.is("document.querySelector('#result').scrollWidth"
					+ " <= document.querySelector('#result').clientWidth"
					+ " && document.documentElement.scrollWidth <= innerWidth"))
				.as("no number is cut at " + look[0] + " pixels")
				.isTrue();
		}
	}

	@Test
	void theBrowserOfAnAppOnAPhoneHearsWhatOneCanDoThere() {
		browser.pose("Mozilla/5.0 (Linux; Android 14) Chrome/126.0.0.0 Mobile DingTalk/7.5.20", true);
		try {
			desk.open(390, 844, "light", "en");
			desk.search("");
			desk.awaitCode();
			browser.inFrame("iframe", () -> {
				assertThat(browser.text("#text")).startsWith("You are in DingTalk. Press and hold the code");
				assertThat(browser.find("#save").isDisplayed()).isFalse();
				browser.eval("void (document.execCommand = () => false,"
						+ " Object.defineProperty(navigator, 'clipboard', {value: undefined}))");
				browser.find("#copy").click();
				assertThat(browser.text("#copied")).startsWith("Press and hold the link");
				assertThat(browser.is("(link => link.id === 'link' && link.value === location.href"
						+ " && link.selectionEnd === link.value.length)(document.activeElement)"))
					.isTrue();
			});
		}
		finally {
			browser.pose("", false);
		}
	}

	@Test
	void whoeverHasMovedOnIsNotTakenToTheCode() {
		desk.open(390, 600, "light", "en");
		browser.eval("void (document.querySelector('#go').click(), dispatchEvent(new WheelEvent('wheel')))");
		desk.awaitCode();
		assertThat(browser.eval("window.scrollY")).isEqualTo(0L);
	}

	@Test
	void aPageThatNobodySeesAsksNothing() {
		browser.eval("""
				void (async () => {
					const later = setTimeout, ask = fetch;
					window.asked = 0;
					window.setTimeout = work => later(work, 0);
					window.fetch = (...all) => (asked++, ask(...all));
					while (asked < 6) {
						await new Promise(done => later(done, 10));
					}
					Object.defineProperty(document, 'hidden', {value: true, configurable: true});
					document.dispatchEvent(new Event('visibilitychange'));
					const before = asked;
					for (let i = 0; i < 20; i++) {
						await ask('login/state');
					}
					window.unseen = asked - before;
				})()""");
		browser.await("window.unseen !== undefined");
		assertThat(browser.eval("window.unseen")).isEqualTo(0L);
		browser.eval("void (delete document.hidden, document.dispatchEvent(new Event('visibilitychange')))");
		browser.await("window.asked >= 10");
	}

	@Test
	void withoutJavaScriptThePageSaysSo() {
		browser.scripts(false);
		try {
			for (String page : List.of("/", "/phone")) {
				browser.get(demo.url() + page);
				assertThat(browser.text("noscript")).contains("需要启用 JavaScript", "needs JavaScript");
				assertThat(browser.find("main").isDisplayed()).isFalse();
			}
		}
		finally {
			browser.scripts(true);
		}
	}

	@Test
	void theFrameIsNoHigherThanItsPage() {
		desk.open(390, 900, "light", "en");
		desk.search("");
		desk.awaitCode();
		Object before = browser.eval("document.querySelector('iframe').offsetHeight");
		browser.eval("void (document.querySelector('iframe').contentDocument.querySelector('.stage').hidden = true)");
		browser.await("document.querySelector('iframe').offsetHeight < " + before);
	}

	/**
	 * The page says goodbye for a moment only, too short for a busy machine to be sure to
	 * look at it.
	 */
	@Test
	void theButtonsOfThePhoneStayUnderTheFingerWhenTheCodeIsScanned() {
		desk.open(390, 900, "light", "en");
		desk.search("");
		desk.awaitCode();
		browser.eval("void document.querySelector('[data-action=scan]').scrollIntoView({block: 'center'})");
		String top = "Math.round(document.querySelector('[data-action=confirm]').getBoundingClientRect().top)";
		String drawn = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))";
		browser.eval(drawn);
		Long before = (Long) browser.eval(top);
		desk.phone("scan");
		browser.awaitInFrame("document.querySelector('main').dataset.state === 'SCANNED'");
		browser.eval(drawn);
		assertThat((Long) browser.eval(top)).as("the button's top, but for what rounding does")
			.isCloseTo(before, within(2L));
		desk.phone("confirm");
		desk.awaitResult();
	}

	/**
	 * The desk hears of the end no sooner than the page in the frame, which it takes away
	 * then.
	 */
	@Test
	void aLoginThatEndsLeavesTheFocusWhereItIs() {
		browser.eval("""
				void (ask => {
					window.fetch = async (url, options) => {
						const answer = await ask(url, options);
						while (window.confirming && /^(api|login)/.test(url) && window.lastState !== 'ACCEPTED') {
							await new Promise(done => setTimeout(done, 20));
						}
						return answer;
					};
				})(window.fetch)""");
		desk.search("");
		desk.awaitCode();
		desk.phone("scan");
		browser.await("document.querySelector('[data-action=confirm]:enabled')");
		browser.click("#keyword");
		browser.eval("void (page => new MutationObserver(() => window.lastState = page.dataset.state)"
				+ ".observe(page, {attributes: true}))(document.querySelector('iframe').contentDocument"
				+ ".querySelector('main'))");
		browser.eval("void (window.confirming = true, fetch('phone/confirm', {method: 'POST'}))");
		browser.await("window.lastState === 'ACCEPTED'");
		assertThat(browser.eval("document.activeElement.id")).isEqualTo("keyword");
		desk.awaitResult();
		browser.await("!document.querySelector('iframe')");
		assertThat(browser.eval("document.activeElement.id")).isEqualTo("keyword");
	}

	@Test
	void aKeyboardIsEnough() {
		browser.tabTo("#keyword");
		browser.press("mug", Keys.ENTER);
		desk.awaitCode();
		browser.tabTo("[data-action=scan]");
		browser.press(Keys.ENTER);
		browser.await("document.activeElement.matches('[data-action=confirm]')");
		browser.press(Keys.ENTER);
		desk.awaitResult();
	}

	@Test
	void theLanguageCanBeSwitchedWhileACallWaits() {
		desk.search("");
		desk.awaitCode();
		browser.click("#language");
		browser.awaitInFrame("document.documentElement.lang === 'zh-CN'");
		assertThat(browser.text("h1")).isEqualTo("库存查询台");
		assertThat(browser.text("[data-action=scan]")).startsWith("扫码");
		assertThat(browser.eval("document.documentElement.lang")).isEqualTo("zh-CN");
		desk.awaitCode();
		desk.phone("scan");
		desk.phone("confirm");
		desk.awaitResult();
		assertThat(browser.text("tbody")).contains("陶瓷马克杯");
	}

	@Test
	void bothLanguagesSayTheSame() {
		for (String both : List.of("[await import('./texts-zh.js'), await import('./texts-en.js')].map(m => m.default)",
				"(texts => [texts.zh, texts.en])((await import('./phone-texts.js')).default)")) {
			assertThat(browser.eval(
					"(async () => (([zh, en]) => Object.keys(zh).join() === Object.keys(en).join())(" + both + "))()"))
				.isEqualTo(true);
		}
	}

	@Test
	void thePhoneWorksAlone() {
		browser.get(demo.url() + "/phone");
		browser.await("document.querySelector('[data-action=down] strong')");
		assertThat(browser.accessibilityViolations()).isEmpty();
		browser.eval("void fetch('api/stock').then(answer => window.status = answer.status)");
		desk.phone("scan");
		desk.phone("confirm");
		browser.await("document.querySelector('[data-action=revoke]:enabled')");
		browser.await("window.status === '200'");
	}

}
