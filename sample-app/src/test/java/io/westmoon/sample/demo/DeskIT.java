package io.westmoon.sample.demo;

import java.nio.file.Path;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Uses the desk and the phone of the packaged demo in a browser, as a newcomer does.
 */
class DeskIT extends DeskFixture {

	@Test
	void theResultAppearsByItselfAfterTheScan() {
		desk.search("mug");
		desk.awaitCode();
		browser.await("document.querySelector('#waiting').textContent === '1 call waits'");
		browser.await("document.querySelector('#who').textContent === 'Waiting for a login'");
		browser.await("document.querySelector('#now').textContent.includes('demo phone')");
		desk.phone("scan");
		browser.awaitInFrame("document.querySelector('main').dataset.state === 'SCANNED'");
		desk.phone("confirm");
		desk.awaitResult();
		assertThat(browser.text("tbody")).contains("Ceramic mug", "26.80 CNY", "1,480", "1,936");
		browser.await("!document.querySelector('iframe')");
		assertThat(browser.text("#who")).startsWith("Demo user · until ");
		assertThat(browser.console()).isEmpty();
	}

	@Test
	void aRevokedSessionCostsOneScanAndTheCallIsRepeated() {
		desk.logIn();
		Object codes = desk.codes();
		desk.phone("revoke");
		desk.awaitStep(4, "the desk does not know yet");
		desk.search("");
		desk.awaitCode();
		desk.awaitStep(4, "scan once more");
		desk.phone("scan");
		desk.phone("confirm");
		desk.awaitResult();
		desk.awaitStep(4, "the very same call was repeated");
		assertThat(browser.eval("document.querySelectorAll('tbody tr').length")).isEqualTo(8L);
		assertThat(desk.codes()).isEqualTo((Long) codes + 1);
		assertThat(browser.console()).isEmpty();
	}

	@Test
	void aNewcomerIsToldWhatHappensStepByStep() {
		desk.search("");
		desk.awaitCode();
		desk.phone("scan");
		desk.phone("reject");
		browser.await("!document.querySelector('#problem').hidden");
		desk.open(1280, 900, "light", "en");
		browser.click("#again");
		desk.awaitCode();
		desk.search("lamp");
		desk.awaitStep(2, "Press “Scan” on the demo phone");
		desk.phone("scan");
		desk.awaitStep(2, "Now press “Confirm”");
		desk.phone("confirm");
		desk.awaitStep(3, "went on by itself");
	}

	@Test
	void aStrangerDoesNotEndTheWait() {
		desk.search("");
		desk.awaitCode();
		desk.phone("stranger");
		browser.awaitInFrame("document.querySelector('#warning:not([hidden])')");
		browser.await("document.querySelector('#now').textContent.includes('stranger')");
		assertThat(browser.is("document.querySelector('#result').hidden")).isTrue();
		desk.phone("scan");
		desk.phone("confirm");
		desk.awaitResult();
	}

	@Test
	void anExpiredCodeIsReplaced() {
		desk.search("");
		desk.awaitCode();
		Object codes = desk.codes();
		desk.phone("expire");
		Awaitility.await().atMost(TIMEOUT).until(() -> !desk.codes().equals(codes));
		desk.phone("scan");
		desk.phone("confirm");
		desk.awaitResult();
	}

	@Test
	void aRefusedLoginIsToldAndOneButtonGoesOn() {
		desk.search("");
		desk.awaitCode();
		desk.phone("scan");
		desk.phone("reject");
		browser.await("!document.querySelector('#problem').hidden");
		browser.await("document.querySelector('#problem').textContent.includes('refused on the phone')");
		assertThat(browser.is("document.querySelector('iframe')")).isFalse();
		browser.click("#again");
		desk.awaitCode();
		desk.phone("scan");
		desk.phone("confirm");
		desk.awaitResult();
		assertThat(browser.is("document.querySelector('#problem').hidden")).isTrue();
	}

	@Test
	void aPlatformThatIsDownIsToldUntilItIsBack() {
		desk.logIn();
		desk.phone("down");
		desk.search("");
		browser.await("document.querySelector('#problem-title').textContent.includes('cannot be reached')");
		desk.phone("up");
		browser.click("#again");
		desk.awaitResult();
	}

	@Test
	@EnabledIfSystemProperty(named = "westmoon.every-look", matches = "true")
	void aLoginThatFindsThePlatformDownGoesOnByItself() {
		desk.search("");
		desk.awaitCode();
		desk.phone("scan");
		desk.phone("reject");
		browser.await("!document.querySelector('#problem').hidden");
		desk.phone("down");
		browser.click("#again");
		browser.awaitInFrame("document.querySelector('main').dataset.state === 'TROUBLED'");
		desk.phone("up");
		desk.awaitCode();
		desk.phone("scan");
		desk.phone("confirm");
		browser.await("document.querySelector('#who').textContent.startsWith('Demo user')");
		browser.await("document.querySelector('#problem-title').textContent === 'Somebody is logged in now'");
	}

	@Test
	void aLoginThatEndsBeforeItsPageIsThereShowsNoDeadLink() {
		browser.eval("void new MutationObserver(() => window.seen ||= !document.querySelector('#login').hidden)"
				+ ".observe(document.querySelector('#login'), {attributes: true})");
		browser.eval("void import('./login.js')"
				+ ".then(login => login.showPage({attempt: '0123456789abcdef', state: 'PREPARING'}))"
				+ ".then(() => window.opened = true)");
		browser.await("window.opened && !document.querySelector('iframe')");
		assertThat(browser.is("window.seen")).isFalse();
		assertThat(browser.console()).allMatch((line) -> line.contains("404"));
	}

	@Test
	void theStockIsSavedAsAFile() {
		desk.logIn();
		Path file = directory.resolve("stock.csv");
		browser.click("#export");
		Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(file).content().startsWith("\uFEFFProduct,"));
	}

	@Test
	void aSearchThatBreaksOffIsToldAlsoWhenTheApplicationIsBack() {
		browser.eval("void (window.working = window.fetch, window.fetch = () => Promise.reject(new TypeError()))");
		desk.search("mug");
		browser.await("document.querySelector('#problem-text').textContent.includes('cut off')");
		browser.eval("void (window.fetch = window.working)");
		browser.await("document.querySelector('#problem-title').textContent === 'Your search was interrupted'");
		browser.click("#again");
		desk.awaitCode();
		assertThat(browser.is("document.querySelector('#problem').hidden")).isTrue();
		desk.phone("scan");
		desk.phone("confirm");
		desk.awaitResult();
	}

	/**
	 * A second of the page takes no time here, and a round trip to the application is
	 * many of them.
	 */

}
