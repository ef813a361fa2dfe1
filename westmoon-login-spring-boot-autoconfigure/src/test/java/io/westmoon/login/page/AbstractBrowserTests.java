package io.westmoon.login.page;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.westmoon.login.AttemptState;
import io.westmoon.login.Renewal;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The login page as a person sees it, on either stack.
 */
@TestPropertySource(properties = { "spring.application.name=stock-service", "westmoon.login.page.overview=true",
		"westmoon.login.relogin.cool-down=8s", "westmoon.login.scan-hint=Scan with the owner's phone 请店长扫码" })
abstract class AbstractBrowserTests extends LoginPageFixture {

	private static final String HIDDEN = """
			Object.defineProperty(document, 'visibilityState', {get: () => window.seen ? 'visible' : 'hidden'})
			""";

	private static final String FIRST_ANSWER_IS_A_MISS = """
			const real = window.fetch;
			let asked = 0;
			window.marks = [];
			window.fetch = (...all) => {
				const {headers, referrerPolicy, signal} = all[1];
				window.marks.push([headers['X-Requested-With'], referrerPolicy, Boolean(signal)].join(' '));
				return asked++ ? real(...all) : Promise.resolve(new Response(null, {status: 404}));
			}
			""";

	private static final String EVERYTHING_IS_REFUSED = """
			window.fetch = () => Promise.resolve(new Response(null, {status: 403}))
			""";

	private static final String EVERYTHING_LEADS_TO_A_LOGIN = """
			window.fetch = () => Promise.resolve({type: 'opaqueredirect', ok: false, status: 0})
			""";

	private static final String NO_REQUEST = """
			window.requests = 0;
			window.fetch = window.EventSource = function () {
				window.requests++;
				return Promise.reject(new Error('no request'));
			}
			""";

	private static final String NO_CLIPBOARD = """
			delete Navigator.prototype.clipboard;
			document.execCommand = () => false
			""";

	private static final String A_CLIPBOARD_ONLY = """
			document.execCommand = () => false;
			Object.defineProperty(navigator, 'clipboard', {value: {writeText: async text => window.written = text}})
			""";

	private static final String SELECTED = """
			const link = document.activeElement;
			return link.value.substring(link.selectionStart, link.selectionEnd)
			""";

	private static final String ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36 ";

	private static final String IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 ";

	private static final String PICTURE_IS_MISSING = """
			const image = document.querySelector('#code');
			let missing = true;
			image.addEventListener('load', () => missing = false);
			Object.defineProperty(image, 'naturalWidth', {get: () => missing ? 0 : 280});
			image.dispatchEvent(new Event('error'));
			return image.hidden && document.querySelector('#detail').textContent
			""";

	private static Browser browser;

	private static Browser chinese;

	@Autowired
	private WestmoonBearerTokenFilter session;

	@BeforeAll
	static void openBrowsers() {
		Browser.require();
		browser = Browser.open("en-US");
		chinese = Browser.open("zh-CN");
	}

	@AfterAll
	static void closeBrowsers() {
		Stream.of(browser, chinese).filter(Objects::nonNull).forEach(Browser::close);
	}

	@AfterEach
	void nothingWentWrongInThePage() {
		assertThat(browser.console()).isEmpty();
		assertThat(chinese.console()).isEmpty();
		chinese.get("about:blank");
	}

	/**
	 * Looks at what the browser shows.
	 * @param browser the browser
	 * @param name the name of what it shows
	 */
	abstract void look(Browser browser, String name);

	@Test
	void aWaitingCallGetsThroughOnceSomebodyScans() {
		CompletableFuture<WestmoonSession> call = login();
		browser.get(this.http.base() + "/" + id());
		browser.await("SHOWN");
		assertThat(browser.text("h1")).isEqualTo("Scan with WeChat");
		assertThat(browser.text("main")).contains("stock-service asks you to log in", "Code expires in ");
		look(browser, "en-shown");
		this.platform.scan();
		browser.await("SCANNED");
		assertThat(browser.isShown("#code")).isFalse();
		assertThat(browser.text("#time")).startsWith("Code expires in ");
		look(browser, "en-scanned");
		browser.click("#back button");
		browser.await("SHOWN");
		look(browser, "en-scanned-code-again");
		this.platform.confirm();
		browser.await("ACCEPTED");
		assertThat(browser.text("h1")).isEqualTo("Logged in as 演示用户");
		assertThat(browser.run("return document.activeElement.id")).isEqualTo("heading");
		look(browser, "en-accepted");
		assertThat(call).succeedsWithin(TIMEOUT);
	}

	@Test
	void aRenewalSaysSoUntilItsSessionHasEnded() {
		CompletableFuture<WestmoonSession> first = login();
		look(id());
		this.platform.scanAndConfirm();
		WestmoonSession old = first.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
		login();
		browser.get(this.http.base() + "/" + id());
		browser.await("SHOWN");
		assertThat(browser.text("main")).contains("Renew the login of stock-service – nothing is broken yet")
			.doesNotContain("asks you to log in");
		look(browser, "en-renewal");
		this.platform.revoke();
		CompletableFuture<Renewal> call = this.client.renew(old, TIMEOUT).toFuture();
		browser.awaitText("main", "stock-service asks you to log in");
		assertThat(browser.isShown("#renews")).isFalse();
		this.platform.scanAndConfirm();
		browser.await("ACCEPTED");
		assertThat(call).succeedsWithin(TIMEOUT).isInstanceOf(Renewal.Renewed.class);
	}

	@Test
	void aCallWhoseSessionWasRevokedIsRepeatedOnceSomebodyScans() {
		CompletableFuture<WestmoonSession> first = login();
		browser.get(this.http.base() + "/" + id());
		browser.await("SHOWN");
		this.platform.scanAndConfirm();
		assertThat(first).succeedsWithin(TIMEOUT);
		this.platform.revoke();
		CompletableFuture<String> answer = WebClient.builder()
			.baseUrl(this.platform.url())
			.filter(this.session)
			.build()
			.get()
			.uri("/api/products?keyword=mug")
			.retrieve()
			.bodyToMono(String.class)
			.toFuture();
		await((attempt) -> attempt.state() == AttemptState.NEEDED);
		browser.get(this.http.base() + "/" + id());
		browser.await("SHOWN");
		this.platform.scanAndConfirm();
		browser.await("ACCEPTED");
		assertThat(answer).succeedsWithin(TIMEOUT).asString().contains("Ceramic mug");
	}

	@Test
	void aCodeThatEndsIsReplacedByItself() {
		login();
		browser.get(this.http.base() + "/" + id());
		browser.await("SHOWN");
		String first = browser.attribute("#code", "src");
		this.platform.expire();
		await((attempt) -> attempt.codeExpiresAt() != null
				&& !first.endsWith(AttemptView.codeName(attempt.codeExpiresAt())));
		browser.awaitAttribute("#code", "src", (source) -> !source.equals(first));
		browser.await("SHOWN");
	}

	@Test
	void afterARefusalTheSamePageTriesAgain() {
		login();
		String refused = id();
		browser.get(this.http.base() + "/" + refused);
		chinese.get(this.http.base() + "/" + refused);
		browser.await("SHOWN");
		chinese.await("SHOWN");
		this.platform.reject();
		browser.await("FAILED");
		chinese.await("FAILED");
		assertThat(browser.text("main")).contains("Refused on the phone", "try again and confirm", "Try again in 0:");
		look(browser, "en-refused");
		look(chinese, "zh-refused");
		browser.awaitEnabled("#again button");
		look(browser, "en-refused-due");
		browser.click("#again button");
		browser.await("SHOWN");
		assertThat(id()).isNotEqualTo(refused);
		assertThat(browser.address()).isEqualTo(this.http.base() + "/" + id());
		chinese.awaitEnabled("#again button");
		chinese.click("#again button");
		chinese.await("SHOWN");
		assertThat(chinese.address()).as("joins the login").isEqualTo(browser.address());
		this.platform.scanAndConfirm();
		browser.await("ACCEPTED");
		browser.get(this.http.base() + "/" + refused);
		browser.await("ACCEPTED");
		assertThat(browser.text("h1")).isEqualTo("Logged in as 演示用户");
	}

	@Test
	void whatEndedIsToldByItsLinkWithoutARequest() throws Exception {
		login();
		look(id());
		this.platform.cancel();
		await((attempt) -> attempt.state() == AttemptState.FAILED);
		try (AutoCloseable script = browser.beforeEachPage(NO_REQUEST)) {
			browser.get(this.http.base() + "/" + id());
			browser.await("FAILED");
			assertThat(browser.text("h1")).isEqualTo("Cancelled on the phone");
			look(browser, "en-cancelled");
			assertThat(browser.run("return window.requests")).isEqualTo(0L);
		}
	}

	@Test
	void onAPhoneTheFirstWordsAreWhatOneCanDoThere() {
		login();
		try {
			openAs(chinese, ANDROID);
			assertThat(chinese.text("h1")).isEqualTo("保存图片，再用微信打开");
			assertThat(chinese.text("#text")).startsWith("长按小程序码，保存到相册");
			assertThat(chinese.isShown("#save a")).isTrue();
			look(chinese, "zh-on-phone");
			openAs(chinese, IPHONE + "Safari/604.1");
			assertThat(chinese.text("h1")).isEqualTo("保存图片，再用微信打开");
			assertThat(chinese.isShown("#save")).as("a download that is not among the photos").isFalse();
			openAs(chinese, IPHONE + "MicroMessenger/8.0.50(0x18003229) NetType/WIFI Language/zh_CN");
			assertThat(chinese.text("h1")).isEqualTo("请长按小程序码");
			assertThat(chinese.text("#text")).startsWith("你正在微信中");
			assertThat(chinese.isShown("#save")).isFalse();
			look(chinese, "zh-in-wechat");
			chinese.pose(ANDROID + "MicroMessenger/8.0.50", false);
			chinese.get(this.http.base() + "/" + id());
			chinese.await("SHOWN");
			assertThat(chinese.text("h1")).as("on a phone with a pen").isEqualTo("请长按小程序码");
		}
		finally {
			chinese.pose("", false);
		}
	}

	@Test
	void theBrowserOfAnotherAppIsCalledByItsName() {
		login();
		try {
			openAs(chinese, ANDROID + "wxwork/4.1.22 MicroMessenger/7.0.1 NetType/WIFI Language/zh");
			assertThat(chinese.text("#text")).startsWith("你正在企业微信中").contains("再打开微信");
			openAs(chinese, ANDROID + "AliApp(DingTalk/7.5.20) com.alibaba.android.rimet/0 Channel/227200");
			assertThat(chinese.text("#text")).startsWith("你正在钉钉中");
			openAs(chinese, IPHONE + "Lark/7.20.6 LarkLocale/zh_CN ChannelName/Feishu");
			assertThat(chinese.text("#text")).startsWith("你正在飞书中");
			assertThat(chinese.text("h1")).isEqualTo("保存图片，再用微信打开");
			assertThat(chinese.isShown("#save")).isFalse();
			look(chinese, "zh-in-feishu");
			chinese.pose("Mozilla/5.0 (Windows NT 10.0) Chrome/116.0.0.0 MicroMessenger/7.0.20 WindowsWechat", false);
			chinese.get(this.http.base() + "/" + id());
			chinese.await("SHOWN");
			assertThat(chinese.text("h1")).as("on a desktop").isEqualTo("请用微信扫一扫");
			assertThat(chinese.isShown("#elsewhere")).isFalse();
		}
		finally {
			chinese.pose("", false);
		}
	}

	@Test
	void theCodeAndTheLinkGetFromAPhoneToAnotherScreen() throws Exception {
		login();
		String address = this.http.base() + "/" + id();
		try {
			browser.pose(ANDROID + "MicroMessenger/8.0.50", true);
			try (AutoCloseable script = browser.beforeEachPage(NO_CLIPBOARD)) {
				browser.get(address + "?from=singlemessage");
			}
			browser.await("SHOWN");
			browser.click("#copy");
			assertThat(browser.text("#copied")).startsWith("Press and hold the link");
			assertThat(browser.run(SELECTED)).isEqualTo(address);
			look(browser, "en-in-wechat-link");
			browser.run(A_CLIPBOARD_ONLY);
			browser.click("#copy");
			browser.awaitText("#copied", "Link copied");
			assertThat(browser.run("return window.written")).isEqualTo(address);
			browser.get(address);
			browser.await("SHOWN");
			browser.run("addEventListener('copy', () => window.written = getSelection().toString())");
			browser.click("#copy");
			assertThat(browser.text("#copied")).startsWith("Link copied");
			assertThat(browser.run("return window.written")).isEqualTo(address);
			browser.click("#enlarge");
			assertThat(browser.run("return document.querySelector('#code').width")).asString().matches("3[5-9]\\d");
			assertThat(browser.isShown("header")).isFalse();
			assertThat(browser.text("h1")).as("for the other phone").isEqualTo("Scan with WeChat");
			look(browser, "en-large");
			this.platform.scan();
			browser.await("SCANNED");
			assertThat(browser.isShown("header")).isTrue();
			assertThat(browser.isShown("#elsewhere")).isFalse();
		}
		finally {
			browser.pose("", false);
		}
	}

	private void openAs(Browser phone, String userAgent) {
		phone.pose(userAgent, true);
		phone.get(this.http.base() + "/" + id());
		phone.await("SHOWN");
	}

	@Test
	void withoutScriptsOneSentenceSaysSo() {
		login();
		look(id());
		browser.enableScripts(false);
		try {
			browser.get(this.http.base() + "/" + id());
			assertThat(browser.text("main")).contains("JavaScript is switched off").doesNotContain("Getting a code");
			browser.save("en-without-scripts");
		}
		finally {
			browser.enableScripts(true);
		}
	}

	@Test
	void aPageWhoseApplicationWantsALoginFirstSaysSo() throws Exception {
		login();
		try (AutoCloseable script = browser.beforeEachPage(EVERYTHING_LEADS_TO_A_LOGIN)) {
			browser.get(this.http.base() + "/" + id());
			browser.awaitText("h1", "Log in to the application first");
			assertThat(browser.attribute("#reopen a", "href")).isEqualTo(id());
			look(browser, "en-log-in-first");
		}
	}

	@Test
	void aStrangerIsTurnedAwayAndTheLoginGoesOn() throws Exception {
		CompletableFuture<WestmoonSession> first = login();
		look(id());
		this.platform.scanAndConfirm();
		first.join();
		CompletableFuture<WestmoonSession> call = login();
		browser.get(this.http.base() + "/" + id());
		browser.await("SHOWN");
		this.platform.confirmAs("99", "Stranger");
		browser.awaitText("#warning", "This account may not log in here.");
		browser.await("SHOWN");
		look(browser, "en-stranger");
		this.platform.scan();
		browser.await("SCANNED");
		assertThat(browser.isShown("#warning")).as("a warning about the right phone").isFalse();
		this.platform.confirm();
		browser.await("ACCEPTED");
		assertThat(call).succeedsWithin(TIMEOUT);
	}

	@Test
	void twoBrowsersSeeTheSameLogin() {
		login();
		browser.get(this.http.base() + "/" + id());
		chinese.get(this.http.base() + "/" + id());
		browser.await("SHOWN");
		chinese.await("SHOWN");
		assertThat(chinese.text("h1")).isEqualTo("请用微信扫一扫");
		assertThat(chinese.attribute("#code", "src")).isEqualTo(browser.attribute("#code", "src"));
		look(chinese, "zh-shown");
		this.platform.scan();
		browser.await("SCANNED");
		chinese.await("SCANNED");
		look(chinese, "zh-scanned");
		this.platform.confirm();
		browser.await("ACCEPTED");
		chinese.await("ACCEPTED");
		look(chinese, "zh-accepted");
	}

	@Test
	void aPlatformInTroubleIsTriedAgainByItself() {
		login();
		this.platform.fail(Call.GENERATE, Fault.body("{\"code\": 500, \"msg\": \"<b>系统繁忙</b> $&\"}"));
		browser.get(this.http.base() + "/" + id());
		browser.await("TROUBLED");
		assertThat(browser.text("#detail")).isEqualTo("The platform says: “<b>系统繁忙</b> $&”");
		look(browser, "en-troubled");
		this.platform.recover();
		browser.await("SHOWN");
		assertThat(browser.isShown("#detail")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "200 {\"code\": 500, \"msg\": \"系统繁忙\"}", "503" })
	void aPlatformInTroubleIsToldInChineseOnly(String fault) {
		login();
		this.platform.fail(Call.GENERATE,
				fault.equals("503") ? Fault.status(503) : Fault.body(fault.substring("200 ".length())));
		chinese.get(this.http.base() + "/" + id());
		chinese.await("TROUBLED");
		assertThat(chinese.text("[role=status]")).contains("暂时没有小程序码").doesNotContainPattern("[A-Za-z]");
		assertThat(chinese.isShown("#detail")).isEqualTo(!fault.equals("503"));
		look(chinese, "zh-troubled");
	}

	@Test
	void oneMissWhileTheApplicationStartsAgainEndsNothing() throws Exception {
		login();
		try (AutoCloseable script = browser.beforeEachPage(FIRST_ANSWER_IS_A_MISS)) {
			browser.get(this.http.base() + "/" + id());
		}
		browser.await("SHOWN");
		assertThat(browser.run("return Array.from(new Set(window.marks)).join()")).as("asked as scripts do")
			.isEqualTo("XMLHttpRequest same-origin true");
	}

	@Test
	void aPictureThatDidNotComeIsAskedForAgain() {
		login();
		browser.get(this.http.base() + "/" + id());
		browser.await("SHOWN");
		assertThat(browser.run(PICTURE_IS_MISSING)).asString().startsWith("The picture of the code is not available");
		browser.run("document.dispatchEvent(new Event('visibilitychange'))");
		browser.await("SHOWN");
		assertThat(browser.isShown("#detail")).isFalse();
	}

	@Test
	void aPageThatIsRefusedSaysWhatToDo() throws Exception {
		login();
		try (AutoCloseable script = browser.beforeEachPage(EVERYTHING_IS_REFUSED)) {
			browser.get(this.http.base() + "/" + id());
		}
		browser.awaitText("h1", "The application refuses this page");
	}

	@Test
	void withoutEventsThePageAsks() throws Exception {
		CompletableFuture<WestmoonSession> call = login();
		try (AutoCloseable script = browser.beforeEachPage("delete window.EventSource")) {
			browser.get(this.http.base() + "/" + id());
		}
		browser.await("SHOWN");
		this.platform.scanAndConfirm();
		browser.await("ACCEPTED");
		assertThat(call).succeedsWithin(TIMEOUT);
	}

	@Test
	void aHiddenPageAsksForNoCodeUntilItIsSeen() throws Exception {
		login();
		int codes = this.platform.codes();
		try (AutoCloseable script = browser.beforeEachPage(HIDDEN)) {
			browser.get(this.http.base() + "/" + id());
		}
		browser.awaitText("h1", "Getting a code");
		look(browser, "en-needed");
		assertThat(this.platform.codes()).isEqualTo(codes);
		browser.run("window.seen = true; document.dispatchEvent(new Event('visibilitychange'))");
		browser.await("SHOWN");
	}

	@Test
	void aDeadLinkIsExplained() {
		browser.get(this.http.base() + "/" + GUESSED);
		assertThat(browser.text("h1")).isEqualTo("This link does not work any more");
		look(browser, "en-dead");
		assertThat(browser.console()).allMatch((line) -> line.contains("404"));
	}

	@Test
	void peopleAreRemindedLaterIfSomebodyAsksForIt() {
		login();
		await((attempt) -> attempt.nextNoticeAt() != null);
		chinese.get(this.http.base() + "/" + id());
		chinese.await("SHOWN");
		chinese.awaitText("#quiet", " 之前不会再提醒。");
		browser.get(this.http.base() + "/" + id());
		browser.await("SHOWN");
		browser.awaitText("#quiet", "People are not reminded before ");
		String before = browser.text("#quiet");
		browser.click("#snooze");
		browser.awaitText("#quiet", "People are not reminded before ");
		browser.awaitEnabled("#snooze");
		assertThat(browser.text("#quiet")).isNotEqualTo(before);
		assertThat(browser.isShown("#trouble")).isFalse();
		look(browser, "en-snoozed");
		this.platform.scan();
		browser.await("SCANNED");
		assertThat(browser.isShown("#later")).isFalse();
	}

	@Test
	void anOperatorStartsALoginFromTheOverview() {
		browser.get(this.http.base());
		assertThat(browser.text("li")).contains("Default account", "Not logged in");
		look(browser, "en-overview");
		browser.click("button");
		browser.await("SHOWN");
		assertThat(browser.address()).isEqualTo(this.http.base() + "/" + id());
		assertThat(this.client.status().attempt().state()).isEqualTo(AttemptState.SHOWN);
		browser.get(this.http.base());
		look(browser, "en-overview-open");
		browser.click("a.button");
		browser.await("SHOWN");
	}

	@Test
	void theOverviewRefreshesItself() {
		login();
		chinese.get(this.http.base());
		chinese.awaitText("li", "需要登录；打开登录页后会显示小程序码。");
		look(id());
		this.platform.reject();
		chinese.awaitText("li", "上次登录：已在手机上拒绝登录");
		look(chinese, "zh-overview-refused");
		login();
		look(id());
		this.platform.scanAndConfirm();
		chinese.awaitText("li", "会话有效期至");
		assertThat(chinese.text("li button")).isEqualTo("续期登录");
		look(chinese, "zh-overview-logged-in");
	}

}
