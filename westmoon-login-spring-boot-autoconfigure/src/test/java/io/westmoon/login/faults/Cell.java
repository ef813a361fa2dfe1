package io.westmoon.login.faults;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.http.AllowedOrigins;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.notify.LoggingNotifier;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.login.testsupport.CapturedLog;
import org.mockito.AdditionalAnswers;
import org.mockito.Mockito;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.willReturn;

/**
 * One cell of the table: lets one step go wrong, sees what becomes of it, and lets
 * everything recover. Whatever the outcome, it makes sure that the cell ends well.
 */
final class Cell implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final Duration CALLERS_PATIENCE = Duration.ofSeconds(1);

	private static final String USER = "85844";

	private final List<Throwable> thrown = new CopyOnWriteArrayList<>();

	private final Stage stage;

	private final WestmoonPlatformServer server;

	private final Trouble trouble;

	private final Step step;

	private final CapturedLog log;

	private final Sinks.Many<SessionStore.Change> nudges = Sinks.many().multicast().directBestEffort();

	private final SessionStore store;

	private final WestmoonAuthClient client;

	private final WebClient plain;

	private final WebClient web;

	private final int codesBefore;

	Cell(Stage stage, Trouble trouble, Step step, CapturedLog log, WestmoonPlatform platform, SessionStore store,
			WebClient.Builder builder) {
		this.stage = stage;
		this.server = stage.platform();
		this.trouble = trouble;
		this.step = step;
		this.log = log;
		this.store = Mockito.mock(SessionStore.class, AdditionalAnswers.delegatesTo(store));
		willReturn(store.changes().mergeWith(this.nudges.asFlux())).given(this.store).changes();
		this.codesBefore = this.server.codes();
		this.client = DefaultWestmoonAuthClient.builder()
			.platform(platform)
			.store(this.store)
			.pollInterval(Duration.ofMillis(20))
			.expectedUserId((step == Step.INFO_OF_EXPECTED) ? USER : null)
			.listener(new LoggingNotifier())
			.build();
		this.plain = builder.baseUrl(this.server.url()).build();
		this.web = this.plain.mutate()
			.filter(new WestmoonBearerTokenFilter(this.client, AllowedOrigins.of(List.of(this.server.url()))))
			.build();
	}

	Outcome outcome() {
		return switch (this.step) {
			case GENERATE -> generate();
			case POLL -> poll();
			case CONFIRMATION -> confirmation();
			case INFO -> info();
			case INFO_OF_EXPECTED -> infoOfExpected();
			case BUSINESS -> business();
		};
	}

	private Outcome generate() {
		this.server.autoConfirm(true);
		strike(1);
		if (await(call()).isAnswer()) {
			return (codes() > 1) ? Outcome.NEXT_CODE : Outcome.UNHARMED;
		}
		assertThat(lastThrown()).isInstanceOf(LoginRequiredException.class)
			.hasMessageContaining("the platform did not issue a login code. ")
			.hasMessageContaining(this.trouble.problem().message());
		int asked = this.server.calls(Call.GENERATE);
		assertThat(await(call()).isAnswer()).isFalse();
		assertThat(this.server.calls(Call.GENERATE)).isEqualTo(asked);
		loginWorks();
		return Outcome.COOL_DOWN;
	}

	private Outcome poll() {
		int before = this.server.polls();
		strike(1);
		CompletableFuture<Seen> answer = call();
		this.server.awaitCalls(Call.POLL, before + 2, TIMEOUT);
		this.server.scanAndConfirm();
		return outcomeOfPolling(answer);
	}

	private Outcome confirmation() {
		this.server.autoConfirm(true);
		strike(1);
		return outcomeOfPolling(call());
	}

	private Outcome outcomeOfPolling(CompletableFuture<Seen> answer) {
		assertThat(await(answer).isAnswer()).isTrue();
		if (codes() > 1) {
			return Outcome.NEXT_CODE;
		}
		return isLogged("Polling failed and is tried again: " + this.trouble.problem().message()) ? Outcome.POLLED_AGAIN
				: Outcome.UNHARMED;
	}

	private Outcome info() {
		this.server.autoConfirm(true);
		strike(Integer.MAX_VALUE);
		if (!await(call()).isAnswer()) {
			return notAccepted();
		}
		WestmoonSession kept = stored();
		if (kept.user() != null && kept.user().id() != null) {
			return Outcome.UNHARMED;
		}
		SessionCheck check = this.client.check().block(TIMEOUT);
		if (check.verdict() == Verdict.VALID) {
			return Outcome.NAMELESS;
		}
		assertThat(check.problem()).isInstanceOf(this.trouble.problem().type());
		return Outcome.USER_LATER;
	}

	private Outcome infoOfExpected() {
		this.server.autoConfirm(true);
		strike(Integer.MAX_VALUE);
		CompletableFuture<Seen> answer = call();
		await(CompletableFuture.anyOf(answer,
				this.log.saying("but who it is cannot be told yet and is asked again: " + whyNotTold())));
		if (answer.isDone()) {
			return await(answer).isAnswer() ? Outcome.UNHARMED : notAccepted();
		}
		LoginAttempt attempt = this.store.attempt().block(TIMEOUT);
		assertThat(attempt.state()).isEqualTo(AttemptState.CONFIRMED);
		this.stage.recover();
		this.nudges.tryEmitNext(SessionStore.Change.SESSION);
		assertThat(await(answer).isAnswer()).isTrue();
		assertThat(stored().isSameAs(attempt.confirmed())).isTrue();
		return Outcome.KEPT;
	}

	/**
	 * An answer without a user is none that is out of order.
	 */
	private String whyNotTold() {
		return (this.trouble == Trouble.DATA_NULL) ? "the platform named no user id" : this.trouble.problem().message();
	}

	private Outcome notAccepted() {
		assertThat(lastThrown()).isInstanceOf(LoginRequiredException.class)
			.hasMessageContaining("does not accept the session that it has just given");
		assertThat(this.store.load().blockOptional(TIMEOUT)).isEmpty();
		loginWorks();
		return Outcome.NOT_ACCEPTED;
	}

	private Outcome business() {
		WestmoonSession session = WestmoonSession.received(this.server.issueSession(), "", "Bearer", Duration.ZERO,
				Clock.systemUTC());
		this.store.save(session).block(TIMEOUT);
		WebClient without = this.plain.mutate()
			.defaultHeader(HttpHeaders.AUTHORIZATION, session.authorization())
			.build();
		strike(2);
		Seen expected = await(get(without));
		assertThat(await(call())).isEqualTo(expected);
		assertThat(stored().isSameAs(session)).isTrue();
		assertThat(codes()).isZero();
		return Outcome.TO_THE_CALLER;
	}

	/**
	 * Lets everything work again and makes sure that it does: the session, whatever it
	 * took to get it, is good for a call and stored with its user.
	 */
	void recover() {
		this.stage.recover();
		assertThat(await(call()).status()).isEqualTo(200);
		assertThat(this.client.check().block(TIMEOUT).verdict()).isEqualTo(Verdict.VALID);
		assertThat(stored().user().id()).isEqualTo(USER);
		assertThat(this.server.businessCalls(stored().accessToken())).isPositive();
	}

	/**
	 * Returns whatever people and hosts other than the platform can have seen.
	 */
	List<String> traces() {
		List<String> traces = new ArrayList<>();
		this.log.lines().forEach((line) -> traces.add(line.logger() + ": " + line.message() + line.throwable()));
		this.thrown.forEach((throwable) -> traces.addAll(Leaks.texts(throwable)));
		traces.addAll(this.stage.otherHost().received());
		traces.addAll(this.stage.strangeHost().received());
		traces.add(this.client.status().toString());
		return traces;
	}

	private void strike(int times) {
		this.trouble.strike(this.stage, this.step.call(), times);
	}

	private void loginWorks() {
		this.stage.recover();
		assertThat(this.client.login().block(TIMEOUT).isSameAs(stored())).isTrue();
	}

	private int codes() {
		return this.server.codes() - this.codesBefore;
	}

	private WestmoonSession stored() {
		return this.store.load().blockOptional(TIMEOUT).orElseThrow();
	}

	private boolean isLogged(String text) {
		return this.log.lines().stream().anyMatch((line) -> line.message().contains(text));
	}

	private CompletableFuture<Seen> call() {
		return get(this.web);
	}

	/**
	 * Makes a call, whose caller loses patience soon only where no answer ever comes.
	 */
	private CompletableFuture<Seen> get(WebClient client) {
		return client.get()
			.uri("/api/products?keyword=mug")
			.exchangeToMono((response) -> response.toEntity(String.class))
			.timeout((this.step == Step.BUSINESS && this.trouble == Trouble.TIME_OUT) ? CALLERS_PATIENCE : TIMEOUT)
			.map((answer) -> new Seen(answer.getStatusCode().value(), answer.getBody(), List.of()))
			.onErrorResume((error) -> {
				this.thrown.add(error);
				return Mono.just(new Seen(0, null, Leaks.types(error)));
			})
			.toFuture();
	}

	private static <T> T await(CompletableFuture<T> future) {
		assertThat(future).succeedsWithin(TIMEOUT.plusSeconds(2));
		return future.join();
	}

	private Throwable lastThrown() {
		return this.thrown.get(this.thrown.size() - 1);
	}

	@Override
	public void close() {
		this.client.close();
	}

	/**
	 * What a caller saw: an answer, or an error's types.
	 */
	private record Seen(int status, String body, List<String> error) {

		boolean isAnswer() {
			return this.error.isEmpty();
		}

	}

}
