package io.westmoon.login.page;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

import io.westmoon.login.AttemptState;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The overview and frames, on either stack.
 */
@TestPropertySource(properties = { "westmoon.login.page.overview=true", "westmoon.login.page.path=/ops/scan",
		"westmoon.login.display-name=Shop A", "westmoon.login.scan-hint=Scan with the <owner's> phone",
		"westmoon.login.page.frame-ancestors=self,https://intranet.example.com" })
abstract class AbstractOverviewTests extends LoginPageFixture {

	@Override
	String pagePath() {
		return "/ops/scan";
	}

	@Test
	void operatorsSeeEachAccountAndItsLivingPage() {
		login();
		String page = PageHttpClient.text(this.http.get(""));
		assertThat(page).contains("<h2>Shop A")
			.contains("<span class=\"soft\" hidden>default</span>")
			.contains("Not logged in")
			.contains("A login is needed; its code appears when somebody opens the login page.")
			.contains("href=\"scan/" + id() + "\"")
			.doesNotContain("{{");
	}

	@Test
	void anOperatorStartsALogin() {
		HttpResponse<byte[]> answer = this.http.postForm("", "account=default", PageHttpClient.SAME_ORIGIN);
		assertThat(answer.statusCode()).isEqualTo(303);
		assertThat(answer.headers().firstValue("Location")).hasValue("scan/" + id());
		assertThat(this.client.status().attempt().state()).isEqualTo(AttemptState.SHOWN);
	}

	@Test
	void thePageNamesTheAccountAndWhoShouldScan() {
		login();
		assertThat(PageHttpClient.text(this.http.get("/" + id()))).contains("Westmoon account: Shop A")
			.contains("Scan with the &lt;owner&#39;s&gt; phone");
	}

	@Test
	void operatorsSeeHowTheLastLoginEndedAndHowLongItCoolsDown() {
		login();
		look(id());
		this.platform.reject();
		await((attempt) -> attempt.state() == AttemptState.FAILED);
		long coolDown = this.client.status().attempt().coolDownUntil().toEpochMilli();
		assertThat(PageHttpClient.text(this.http.get(""))).contains("Last login: Refused on the phone")
			.contains("data-end=\"" + coolDown + "\"")
			.contains(">Start a login</button>");
	}

	@Test
	void whereSomebodyIsLoggedInALoginIsTheSecondChoice() {
		CompletableFuture<WestmoonSession> login = login();
		look(id());
		this.platform.scanAndConfirm();
		assertThat(login).succeedsWithin(TIMEOUT);
		assertThat(PageHttpClient.text(this.http.get(""))).contains("演示用户")
			.contains("datetime=\"" + this.client.status().session().expiresAt() + "\"")
			.contains("class=\"second\" >Renew the login</button>");
	}

	@Test
	void aPlatformThatGivesNoCodeLeadsToThePageAllTheSame() {
		this.platform.fail(Call.GENERATE, Fault.status(503));
		HttpResponse<byte[]> answer = this.http.postForm("", "account=default", PageHttpClient.SAME_ORIGIN);
		assertThat(answer.headers().firstValue("Location")).hasValue("scan/" + id());
		assertThat(this.client.status().attempt().state()).isEqualTo(AttemptState.NEEDED);
	}

	@Test
	void aForeignPageStartsNoLogin() {
		assertThat(this.http.postForm("", "account=default", "Sec-Fetch-Site", "cross-site").statusCode())
			.isEqualTo(403);
		assertThat(this.client.status().attempt().state()).isEqualTo(AttemptState.LOGGED_OUT);
	}

	@Test
	void anUnknownAccountStartsNoLogin() {
		assertThat(this.http.postForm("", "account=other", PageHttpClient.SAME_ORIGIN).statusCode()).isEqualTo(404);
		assertThat(this.client.status().attempt().state()).isEqualTo(AttemptState.LOGGED_OUT);
	}

	@Test
	void whoeverIsAllowedMayShowThePageInAFrame() {
		assertThat(this.http.get("").headers().firstValue("Content-Security-Policy").orElseThrow())
			.endsWith("; frame-ancestors 'self' https://intranet.example.com");
	}

}
