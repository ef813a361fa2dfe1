package io.westmoon.login.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.westmoon.login.LoginRejectedException;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.http.AllowedOrigins;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import io.westmoon.login.store.InMemorySessionStore;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * More calls at the same time than the default connection pool holds, over real
 * connections, which login calls and business calls share. The platform takes its time to
 * say that the session is dead, so that many calls are under way with it.
 */
class StormTests {

	private static final int CALLS = 600;

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	private final InMemorySessionStore store = new InMemorySessionStore();

	private final Map<Object, AtomicInteger> sends = new ConcurrentHashMap<>();

	private ConnectionProvider connections;

	private WestmoonAuthClient client;

	private WebClient web;

	@BeforeEach
	void logIn() {
		this.connections = ConnectionProvider.builder("storm")
			.maxConnections(500)
			.pendingAcquireMaxCount(2000)
			.pendingAcquireTimeout(Duration.ofSeconds(45))
			.build();
		WebClient.Builder builder = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create(this.connections)));
		this.client = DefaultWestmoonAuthClient.builder()
			.platform(WebClientWestmoonPlatform.builder().webClientBuilder(builder).baseUrl(this.server.url()).build())
			.store(this.store)
			.pollInterval(Duration.ofMillis(50))
			.build();
		this.web = builder.clone()
			.baseUrl(this.server.url())
			.filter(new WestmoonBearerTokenFilter(this.client, AllowedOrigins.of(List.of(this.server.url()))))
			.filter(this::count)
			.build();
		this.server.autoConfirm(true);
		this.client.login().block(TIMEOUT);
		this.server.autoConfirm(false);
		this.server.fail(Call.INFO, Fault.delay(Duration.ofSeconds(1)));
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.server.close();
		this.connections.dispose();
	}

	@Test
	void callsWhoseSessionWasRevokedShareOneCodeAndAllAreAnswered() {
		this.server.revoke();
		List<Mono<String>> calls = calls();
		Mono<List<String>> answers = Flux.fromIterable(calls)
			.flatMap((call) -> call, CALLS)
			.collectList()
			.doOnSubscribe((subscription) -> whenAllWait(CALLS, this.server::scanAndConfirm));
		assertThat(answers.block(TIMEOUT)).hasSize(CALLS).allMatch((answer) -> answer.contains("\"code\":0"));
		assertThat(this.server.codes()).isEqualTo(2);
		assertThat(this.sends).hasSize(CALLS);
		assertThat(this.sends.values()).allSatisfy((count) -> assertThat(count.get()).isLessThanOrEqualTo(2));
	}

	@Test
	void theFirstCallerMayLeave() {
		this.server.revoke();
		List<Mono<String>> calls = calls();
		Disposable first = calls.get(0).subscribe();
		this.server.awaitCode(TIMEOUT);
		Mono<List<String>> answers = Flux.fromIterable(calls.subList(1, CALLS))
			.flatMap((call) -> call, CALLS)
			.collectList()
			.doOnSubscribe((subscription) -> {
				first.dispose();
				whenAllWait(CALLS - 1, this.server::scanAndConfirm);
			});
		assertThat(answers.block(TIMEOUT)).hasSize(CALLS - 1).allMatch((answer) -> answer.contains("\"code\":0"));
		assertThat(this.server.codes()).isEqualTo(2);
		assertThat(this.sends.values()).allSatisfy((count) -> assertThat(count.get()).isLessThanOrEqualTo(2));
	}

	@Test
	void whenThePersonRefusesEveryCallFailsClearly() {
		this.server.revoke();
		Mono<List<Throwable>> errors = Flux.fromIterable(calls())
			.flatMap((call) -> call.<Throwable>map((answer) -> new AssertionError("an answer without a session"))
				.onErrorResume(Mono::just), CALLS)
			.collectList()
			.doOnSubscribe((subscription) -> whenAllWait(CALLS, this.server::reject));
		assertThat(errors.block(TIMEOUT)).hasSize(CALLS)
			.allSatisfy((error) -> assertThat(error).isInstanceOf(LoginRejectedException.class)
				.hasMessageContaining("refused on the phone"));
		assertThat(this.server.codes()).isEqualTo(2);
	}

	@Test
	void aSessionThatWasValidASecondAgoAndIsRevokedNowStartsALogin() {
		assertThat(this.client.check().block(TIMEOUT).verdict()).isEqualTo(SessionCheck.Verdict.VALID);
		this.server.revoke();
		this.server.autoConfirm(true);
		assertThat(calls().get(0).block(TIMEOUT)).contains("\"code\":0");
		assertThat(this.server.codes()).isEqualTo(2);
	}

	@Test
	void a401ForLackOfPermissionReachesTheCallersAndShowsNoCode() {
		this.server.recover();
		this.server.forbid(true);
		List<Throwable> errors = new ArrayList<>();
		for (Mono<String> call : calls().subList(0, 20)) {
			call.onErrorResume((error) -> {
				errors.add(error);
				return Mono.empty();
			}).block(TIMEOUT);
		}
		assertThat(errors).hasSize(20)
			.allSatisfy((error) -> assertThat(error).isInstanceOfSatisfying(WebClientResponseException.class,
					(ex) -> assertThat(ex.getResponseBodyAsString()).contains("没有访问权限")));
		assertThat(this.server.codes()).isEqualTo(1);
	}

	/**
	 * Stands for a person who acts on another thread once every call waits.
	 */
	private void whenAllWait(int calls, Runnable action) {
		Flux.interval(Duration.ofMillis(20))
			.filter((tick) -> this.client.status().waiting() == calls && this.server.livingCodes() == 1)
			.next()
			.timeout(TIMEOUT)
			.subscribe((tick) -> action.run());
	}

	private List<Mono<String>> calls() {
		List<Mono<String>> calls = new ArrayList<>();
		for (int i = 0; i < CALLS; i++) {
			int number = i;
			calls.add(this.web.get()
				.uri("/api/products?keyword=")
				.attribute("call", number)
				.retrieve()
				.bodyToMono(String.class));
		}
		return calls;
	}

	private Mono<ClientResponse> count(ClientRequest request, ExchangeFunction next) {
		Object call = request.attributes().get("call");
		this.sends.computeIfAbsent(call, (key) -> new AtomicInteger()).incrementAndGet();
		return next.exchange(request);
	}

}
