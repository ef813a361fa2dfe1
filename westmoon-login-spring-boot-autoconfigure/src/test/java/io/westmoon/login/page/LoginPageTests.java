package io.westmoon.login.page;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginNotifications;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

/**
 * What the page asks of an account's client.
 */
class LoginPageTests {

	private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

	private final WestmoonAuthClient client = Mockito.mock(WestmoonAuthClient.class);

	private final LoginNotifications notifications = Mockito.mock(LoginNotifications.class);

	private final LoginPage page = page(this.notifications);

	@Test
	void howeverManyFollowAnAttemptTheClientHasOneSubscriber() {
		AtomicInteger subscribers = new AtomicInteger();
		given(this.client.events())
			.willReturn(Flux.<LoginEvent>never().doOnSubscribe((subscription) -> subscribers.incrementAndGet()));
		show(NOW.plusSeconds(60));
		Disposable.Composite all = Disposables.composite();
		for (int i = 0; i < 50; i++) {
			all.add(this.page.follow("a").subscribe());
		}
		assertThat(subscribers).hasValue(1);
		all.dispose();
	}

	@Test
	void thePictureOfACodeThatHasEndedLeadsToNoOther() {
		show(NOW);
		PageResponse answer = this.page.code("a", AttemptView.codeName(NOW)).block(Duration.ofSeconds(5));
		assertThat(answer.status()).isEqualTo(HttpStatus.NOT_FOUND);
		Mockito.verify(this.client, Mockito.never()).openCode(any());
	}

	@Test
	void anotherLoginDoesNotBeginBeforeTheCoolDownIsOver() {
		end(AttemptState.FAILED, NOW.plusMillis(1));
		assertThat(tryAgain()).contains("\"state\":\"FAILED\"", "\"again\":true", "\"retrySeconds\":1");
		Mockito.verify(this.client, Mockito.never()).startLogin();
	}

	@Test
	void anotherLoginBeginsOnceTheCoolDownIsOver() {
		end(AttemptState.FAILED, NOW);
		given(this.client.startLogin()).willReturn(Mono.defer(() -> {
			show(NOW.plusSeconds(60));
			return Mono.error(new IllegalStateException("no code yet"));
		}));
		assertThat(tryAgain()).isEqualTo("{\"next\":\"a\"}");
	}

	@Test
	void afterALogoutNoLinkBeginsAnotherLogin() {
		end(AttemptState.LOGGED_OUT, NOW);
		assertThat(tryAgain()).contains("\"state\":\"ENDED\"", "\"again\":false");
		Mockito.verify(this.client, Mockito.never()).startLogin();
	}

	@Test
	void thePageTellsForHowLongPeopleAreNotReminded() {
		given(this.notifications.channels("default")).willReturn(List.of("wecom"));
		show(attempt(AttemptState.NEEDED, false, NOW.plusSeconds(90)));
		assertThat(text(this.page.state("a"))).contains("\"quietSeconds\":90}");
		show(attempt(AttemptState.SHOWN, false, null));
		assertThat(text(this.page.state("a"))).contains("\"quietSeconds\":0}");
	}

	@ParameterizedTest
	@CsvSource({ "NEEDED, true", "SHOWN, true", "SCANNED, false", "CONFIRMED, false" })
	void whereNobodyIsRemindedNothingIsPutOff(AttemptState state, boolean renewal) {
		given(this.notifications.channels("default")).willReturn(List.of("wecom"));
		show(attempt(state, renewal, NOW.plusSeconds(90)));
		assertThat(text(snooze(this.page, "same-origin"))).contains("\"quietSeconds\":null");
		Mockito.verify(this.notifications, Mockito.never()).snooze(any(), any());
	}

	@Test
	void whereNoChannelIsOnNothingIsPutOff() {
		show(attempt(AttemptState.SHOWN, false, NOW.plusSeconds(90)));
		assertThat(text(snooze(this.page, "same-origin"))).contains("\"quietSeconds\":null");
		assertThat(text(snooze(page(null), "same-origin"))).contains("\"quietSeconds\":null");
		Mockito.verify(this.notifications, Mockito.never()).snooze(any(), any());
	}

	@Test
	void whoeverHasThePageOpenPutsANoticeOff() {
		given(this.notifications.channels("default")).willReturn(List.of("wecom"));
		given(this.notifications.snooze("default", Duration.ofHours(1))).willReturn(Mono.just(true));
		show(attempt(AttemptState.SHOWN, false, NOW.plusSeconds(90)));
		assertThat(snooze(this.page, "cross-site").status()).isEqualTo(HttpStatus.FORBIDDEN);
		Mockito.verify(this.notifications, Mockito.never()).snooze(any(), any());
		assertThat(text(snooze(this.page, "same-origin"))).contains("\"state\":\"SHOWN\"", "\"quietSeconds\":3600");
		given(this.notifications.snooze("default", Duration.ofHours(1)))
			.willReturn(Mono.error(new SessionStoreException("hunter2", null)));
		PageResponse late = snooze(this.page, "same-origin");
		assertThat(late.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(late.body()).isEmpty();
	}

	private LoginPage page(LoginNotifications notifications) {
		return new LoginPage(List.of(this.client),
				new LoginPageSettings("/westmoon/login", null, null, false, List.of()),
				Clock.fixed(NOW, ZoneOffset.UTC), notifications);
	}

	private static PageResponse snooze(LoginPage page, String site) {
		HttpHeaders headers = new HttpHeaders();
		headers.set("Sec-Fetch-Site", site);
		PageRequest request = new PageRequest(URI.create("http://localhost/westmoon/login/a/snooze"), headers);
		return page.snooze(request, "a").block(Duration.ofSeconds(5));
	}

	private static String text(PageResponse answer) {
		return new String(answer.body(), StandardCharsets.UTF_8);
	}

	private static LoginStatus.Attempt attempt(AttemptState state, boolean renewal, Instant nextNoticeAt) {
		return new LoginStatus.Attempt("a", state, 0, NOW.plusSeconds(60), null, null, null, null, renewal,
				nextNoticeAt);
	}

	private String tryAgain() {
		HttpHeaders headers = new HttpHeaders();
		headers.set("Sec-Fetch-Site", "same-origin");
		PageRequest request = new PageRequest(URI.create("http://localhost/westmoon/login/old/again"), headers);
		return text(this.page.tryAgain(request, "old").block(Duration.ofSeconds(5)));
	}

	private void end(AttemptState state, Instant coolDownUntil) {
		show(new LoginStatus.Attempt("old", state, 0, null, null, new LoginFailure(LoginFailure.Kind.CANCELED),
				coolDownUntil, NOW));
	}

	private void show(Instant codeExpiresAt) {
		show(new LoginStatus.Attempt("a", AttemptState.SHOWN, 0, codeExpiresAt, null, null, null));
	}

	private void show(LoginStatus.Attempt attempt) {
		given(this.client.account()).willReturn("default");
		given(this.client.status()).willReturn(new LoginStatus("default",
				new LoginStatus.Session(Verdict.MISSING, null, null, null, null), attempt, 1));
	}

}
