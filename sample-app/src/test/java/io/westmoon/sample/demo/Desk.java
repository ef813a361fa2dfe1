package io.westmoon.sample.demo;

/**
 * The desk and the phone beside it, as a person handles them.
 *
 * @param browser the browser that shows them
 * @param url where they are
 */
record Desk(Browser browser, String url) {

	void open(int width, int height, String theme, String language) {
		this.browser.look(width, height, theme);
		this.browser.setCookie(this.url, "lang", language);
		this.browser.get(this.url);
		this.browser.await("document.querySelector('.phone button strong')");
		this.browser.await("document.querySelector('#who').textContent");
	}

	void search(String keyword) {
		this.browser.find("#keyword").sendKeys(keyword);
		this.browser.click("#go");
	}

	void phone(String action) {
		this.browser.click("[data-action=" + action + "]");
	}

	void logIn() {
		search("");
		awaitCode();
		phone("scan");
		phone("confirm");
		awaitResult();
		this.browser.await("!document.querySelector('iframe')");
	}

	void awaitCode() {
		this.browser.awaitInFrame("document.querySelector('#code:not([hidden])')");
		this.browser.await("!document.querySelector('#login').hidden && document.querySelector('iframe').style.height");
		this.browser.await("document.querySelector('[data-action=scan]:enabled')");
	}

	void awaitResult() {
		this.browser.await("!document.querySelector('#result').hidden");
	}

	void awaitStep(int number, String words) {
		this.browser.await("document.querySelector('#steps li:nth-child(" + number + ")[aria-current=step]')"
				+ " && document.querySelector('#now').textContent.includes('" + words + "')");
	}

	Object codes() {
		return this.browser.eval("fetch('phone/state').then(answer => answer.json()).then(phone => phone.codes)");
	}

}
