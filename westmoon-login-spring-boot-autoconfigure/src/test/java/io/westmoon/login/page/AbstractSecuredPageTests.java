package io.westmoon.login.page;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.westmoon.login.AttemptState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page behind Spring Security with a login form and Basic authentication, on either
 * stack.
 */
@TestPropertySource(properties = { "westmoon.login.page.overview=true", "westmoon.login.relogin.cool-down=2s" })
abstract class AbstractSecuredPageTests extends LoginPageFixture {

	private static final Pattern META = Pattern.compile("name=\"csrf\" content=\"([^\"]+)\" data-header=\"([^\"]+)\"");

	private static final Pattern FIELD = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

	private static final String[] OPERATOR = { "Authorization",
			"Basic " + Base64.getEncoder().encodeToString("ops:secret".getBytes(StandardCharsets.UTF_8)),
			"Sec-Fetch-Site", "same-origin" };

	/**
	 * On MVC, Spring Security guards the page that tells of an error too, and answers
	 * with a login instead.
	 */
	private static final List<Integer> REFUSED = List.of(302, 401, 403);

	private static final String[] AS_A_SCRIPT = { "X-Requested-With", "XMLHttpRequest" };

	@Test
	void thePageCarriesTheTokenThatItsPostsNeed() {
		login();
		Matcher token = META.matcher(PageHttpClient.text(this.http.get("/" + id())));
		assertThat(token.find()).isTrue();
		assertThat(this.http.post("/" + id() + "/code", token.group(2), token.group(1), "Sec-Fetch-Site", "same-origin")
			.statusCode()).isEqualTo(200);
		assertThat(this.client.status().attempt().state()).isEqualTo(AttemptState.SHOWN);
	}

	@Test
	void theEventsAndThePictureComeThrough() throws Exception {
		login();
		List<JsonNode> states = new CopyOnWriteArrayList<>();
		CompletableFuture<Void> end = follow(id(), states);
		Matcher token = META.matcher(PageHttpClient.text(this.http.get("/" + id())));
		assertThat(token.find()).isTrue();
		this.http.post("/" + id() + "/code", token.group(2), token.group(1), "Sec-Fetch-Site", "same-origin");
		String picture = "/" + id() + "/" + state(id()).get("code").asString();
		assertThat(this.http.get(picture).headers().firstValue("Content-Type")).hasValue("image/png");
		this.platform.scanAndConfirm();
		end.get(30, TimeUnit.SECONDS);
		assertThat(states).extracting((state) -> state.get("state").asString()).endsWith("ACCEPTED");
	}

	@Test
	void theTokenDoesNotReplaceTheOrigin() {
		login();
		Matcher token = META.matcher(PageHttpClient.text(this.http.get("/" + id())));
		assertThat(token.find()).isTrue();
		assertThat(this.http.post("/" + id() + "/code", token.group(2), token.group(1), "Sec-Fetch-Site", "cross-site")
			.statusCode()).isEqualTo(403);
	}

	@Test
	void theProtectionStaysAsItIs() {
		login();
		assertThat(this.http.post("/" + id() + "/code", PageHttpClient.SAME_ORIGIN).statusCode()).isIn(REFUSED);
		assertThat(this.http.post("/" + id() + "/snooze", PageHttpClient.SAME_ORIGIN).statusCode()).isIn(REFUSED);
		assertThat(this.client.status().attempt().state()).isEqualTo(AttemptState.NEEDED);
	}

	@Test
	void theOverviewStaysProtected() {
		assertThat(this.http.get("", AS_A_SCRIPT).statusCode()).isEqualTo(401);
		assertThat(this.http.get("", "Accept", "text/html").statusCode()).isEqualTo(302);
	}

	/**
	 * With the session the token has gone. Spring Security refuses the old one; on MVC it
	 * then wants a login for the page that tells of the error.
	 */
	@Test
	void anOldTokenIsRefusedWithoutADialogAndTheNextOneCounts() {
		login();
		Matcher old = META.matcher(PageHttpClient.text(this.http.get("/" + id())));
		assertThat(old.find()).isTrue();
		PageHttpClient later = new PageHttpClient(this.http.base());
		HttpResponse<byte[]> refused = later.post("/" + id() + "/code", old.group(2), old.group(1), "Sec-Fetch-Site",
				"same-origin", "X-Requested-With", "XMLHttpRequest");
		assertThat(refused.statusCode()).isIn(401, 403);
		assertThat(refused.headers().firstValue("WWW-Authenticate")).isEmpty();
		Matcher fresh = META.matcher(PageHttpClient.text(later.get("/" + id(), AS_A_SCRIPT)));
		assertThat(fresh.find()).isTrue();
		assertThat(later.post("/" + id() + "/code", fresh.group(2), fresh.group(1), "Sec-Fetch-Site", "same-origin")
			.statusCode()).isEqualTo(200);
	}

	@Test
	@EnabledIfSystemProperty(named = "westmoon.every-look", matches = "true")
	void anOpenPageOutlivesItsSession() {
		Browser.require();
		login();
		try (Browser browser = Browser.open("en-US")) {
			browser.get(this.http.base() + "/" + id());
			browser.await("SHOWN");
			browser.forgetCookies();
			String first = browser.attribute("#code", "src");
			await((attempt) -> attempt.state() == AttemptState.SHOWN);
			this.platform.expire();
			browser.run("document.dispatchEvent(new Event('visibilitychange'))");
			browser.awaitAttribute("#code", "src", (source) -> !source.equals(first));
			browser.await("SHOWN");
			assertThat(browser.isShown("#trouble")).isFalse();
			assertThat(browser.isShown("#reopen")).isFalse();
			this.platform.reject();
			browser.await("FAILED");
			browser.forgetCookies();
			browser.awaitEnabled("#again button");
			browser.click("#again button");
			browser.await("SHOWN");
			assertThat(browser.address()).isEqualTo(this.http.base() + "/" + id());
			this.platform.scanAndConfirm();
			browser.await("ACCEPTED");
			assertThat(browser.console()).allMatch((line) -> line.contains("401") || line.contains("403"));
		}
	}

	@Test
	void theOverviewsFormCarriesTheTokenToo() {
		Matcher token = FIELD.matcher(PageHttpClient.text(this.http.get("", OPERATOR)));
		assertThat(token.find()).isTrue();
		String form = "account=default&_csrf=" + token.group(1);
		assertThat(this.http.postForm("", form, OPERATOR).statusCode()).isEqualTo(303);
		assertThat(this.http.postForm("", "account=default", OPERATOR).statusCode()).isIn(REFUSED);
	}

}
