package io.westmoon.login.page;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonAuthClient;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.http.HttpStatus;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

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

	private void show(Instant codeExpiresAt) {
		given(this.client.status())
			.willReturn(new LoginStatus("default", new LoginStatus.Session(Verdict.MISSING, null, null, null, null),
					new LoginStatus.Attempt("a", AttemptState.SHOWN, 0, codeExpiresAt, null, null, null), 1));
	}

}
