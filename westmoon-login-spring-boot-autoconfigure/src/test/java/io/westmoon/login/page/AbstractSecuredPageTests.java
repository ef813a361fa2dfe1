package io.westmoon.login.page;

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
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page behind Spring Security's default protection, on either stack.
 */
@TestPropertySource(properties = "westmoon.login.page.overview=true")
abstract class AbstractSecuredPageTests extends LoginPageFixture {

	private static final Pattern META = Pattern.compile("name=\"csrf\" content=\"([^\"]+)\" data-header=\"([^\"]+)\"");

	private static final Pattern FIELD = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

	private static final String[] OPERATOR = { "Authorization",
			"Basic " + Base64.getEncoder().encodeToString("ops:secret".getBytes(StandardCharsets.UTF_8)),
			"Sec-Fetch-Site", "same-origin" };

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
		assertThat(this.http.post("/" + id() + "/code", PageHttpClient.SAME_ORIGIN).statusCode()).isEqualTo(403);
		assertThat(this.client.status().attempt().state()).isEqualTo(AttemptState.NEEDED);
	}

	@Test
	void theOverviewStaysProtected() {
		assertThat(this.http.get("").statusCode()).isEqualTo(401);
	}

	@Test
	void theOverviewsFormCarriesTheTokenToo() {
		Matcher token = FIELD.matcher(PageHttpClient.text(this.http.get("", OPERATOR)));
		assertThat(token.find()).isTrue();
		String form = "account=default&_csrf=" + token.group(1);
		assertThat(this.http.postForm("", form, OPERATOR).statusCode()).isEqualTo(303);
		assertThat(this.http.postForm("", "account=default", OPERATOR).statusCode()).isEqualTo(403);
	}

}
