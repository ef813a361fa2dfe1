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
import io.westmoon.login.LoginStatus;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonAuthClient;
import org.junit.jupiter.api.Test;
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

	private final LoginPage page = new LoginPage(List.of(this.client),
			new LoginPageSettings("/westmoon/login", null, null, false, List.of()), Clock.fixed(NOW, ZoneOffset.UTC));

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

	private String tryAgain() {
		HttpHeaders headers = new HttpHeaders();
		headers.set("Sec-Fetch-Site", "same-origin");
		PageRequest request = new PageRequest(URI.create("http://localhost/westmoon/login/old/again"), headers);
		return new String(this.page.tryAgain(request, "old").block(Duration.ofSeconds(5)).body(),
				StandardCharsets.UTF_8);
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
