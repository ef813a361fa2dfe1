package io.westmoon.login.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.Level;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginListener;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.Renewal;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.UnknownAccountException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.http.HttpCaller.Request;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import io.westmoon.login.store.InMemorySessionStore;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;
import io.westmoon.login.test.Refusal;
import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.login.testsupport.CapturedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static io.westmoon.login.http.ScriptedSessions.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What holds for every client.
 */
@ParameterizedClass
@EnumSource(HttpCaller.class)
class BearerTokenBehaviorTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final HttpCaller caller;

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	private final ScriptedSessions sessions = new ScriptedSessions();

	BearerTokenBehaviorTests(HttpCaller caller) {
		this.caller = caller;
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void aRequestCarriesTheSession() {
		this.sessions.current = session(this.server.issueSession());
		assertSucceeds(send(products()));
		assertThat(this.server.businessCalls()).isEqualTo(1);
	}

	@Test
	void theCurrentSessionIsSentWithoutAskingForOne() {
		this.sessions.known = session(this.server.issueSession());
		assertSucceeds(send(products()));
		assertThat(this.sessions.asked).hasValue(0);
	}

	@Test
	void aRefusedRequestIsSentOnceMoreWithTheRenewedSession() {
		this.sessions.renewal = new Renewal.Renewed(session(this.server.issueSession()));
		assertSucceeds(send(products()));
		assertThat(this.server.businessCalls()).isEqualTo(2);
	}

	@Test
	void aSecondRefusalGoesToTheCaller() {
		this.sessions.renewal = new Renewal.Renewed(session("dead-too"));
		assertThat(send(products()).getStatusCode().value()).isEqualTo(401);
		assertThat(this.server.businessCalls()).isEqualTo(2);
		assertThat(this.sessions.renewals).hasValue(1);
	}

	@Test
	void aRefusalThatIsNotTheSessionsFaultReachesTheCallerUnchanged() {
		this.sessions.current = session(this.server.issueSession());
		this.server.forbid(true);
		ResponseEntity<byte[]> answer = send(products());
		assertThat(answer.getStatusCode().value()).isEqualTo(401);
		assertThat(new String(answer.getBody(), StandardCharsets.UTF_8)).contains("没有访问权限，请联系管理员");
		assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.valueOf("application/json;charset=UTF-8"));
		assertThat(answer.getHeaders().getContentLength()).isEqualTo(answer.getBody().length);
		assertThat(this.server.businessCalls()).isEqualTo(1);
	}

	@Test
	void aHugeRefusalIsCut() {
		this.server.fail(Call.BUSINESS, Fault.answer(401, Map.of(), "x".repeat(1_000_000)));
		assertThat(send(products()).getBody()).hasSize(BufferedResponse.MAX_BODY);
	}

	@Test
	void aRefusedHeadRequestKeepsTheLengthThatItWasTold() {
		this.server.fail(Call.BUSINESS, Fault.answer(401, Map.of("Content-Length", "17"), ""));
		ResponseEntity<byte[]> answer = send(products().method(HttpMethod.HEAD));
		assertThat(answer.getStatusCode().value()).isEqualTo(401);
		assertThat(answer.getHeaders().getContentLength()).isEqualTo(17);
	}

	@Test
	void aBodyIsSentAgain() {
		this.sessions.renewal = new Renewal.Renewed(session(this.server.issueSession()));
		ResponseEntity<byte[]> answer = send(request("/api/echo").post("库存 hello"));
		assertThat(new String(answer.getBody(), StandardCharsets.UTF_8)).isEqualTo("库存 hello");
		assertThat(this.sessions.renewals).hasValue(1);
	}

	@Test
	void aRequestThatMustNotBeReplayedGetsItsRefusalAndTheLoginStarts() {
		this.sessions.renewal = new Renewal.Renewed(session(this.server.issueSession()));
		ResponseEntity<byte[]> answer = send(products().attributes(WestmoonBearerTokenFilter.noReplay()));
		assertThat(answer.getStatusCode().value()).isEqualTo(401);
		assertThat(this.server.businessCalls()).isEqualTo(1);
		assertThat(this.sessions.renewals).hasValue(1);
		assertThat(this.sessions.lastWait).isEqualTo(Duration.ZERO);
	}

	@Test
	void anOptionalRequestCarriesTheCurrentSession() {
		this.sessions.known = session(this.server.issueSession());
		assertSucceeds(send(optional()));
		assertThat(this.sessions.asked).hasValue(0);
	}

	@Test
	void anOptionalRequestCarriesASessionThatIsFoundWithoutALogin() {
		this.sessions.available = Mono.just(session(this.server.issueSession())).publishOn(Schedulers.boundedElastic());
		assertSucceeds(send(optional()));
		assertThat(this.sessions.asked).hasValue(0);
	}

	@Test
	void anOptionalRequestGoesOutWithoutASession() {
		assertThat(send(optional()).getStatusCode().value()).isEqualTo(401);
		assertThat(this.server.businessCalls()).isEqualTo(1);
		assertThat(this.sessions.asked).hasValue(0);
		assertThat(this.sessions.renewals).hasValue(0);
	}

	@Test
	void anOptionalRequestGoesOutWithoutASessionThatCannotBeHad() {
		this.sessions.available = Mono.error(new SessionStoreException("The disk is full", null));
		assertThat(send(optional()).getStatusCode().value()).isEqualTo(401);
		assertThat(this.server.businessCalls()).isEqualTo(1);
	}

	@Test
	void theRefusalOfAnOptionalRequestAsksNobody() {
		this.sessions.known = session("dead");
		this.sessions.renewal = new Renewal.Renewed(session(this.server.issueSession()));
		ResponseEntity<byte[]> answer = send(optional());
		assertThat(answer.getStatusCode().value()).isEqualTo(401);
		assertThat(answer.getBody()).isNotEmpty();
		assertThat(this.server.businessCalls()).isEqualTo(1);
		assertThat(this.sessions.renewals).hasValue(0);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theRequestAfterARefusedOptionalOneDoesWithoutTheDeadSession(boolean byStatus) throws Exception {
		InMemorySessionStore store = new InMemorySessionStore();
		String token = this.server.issueSession();
		store.save(session(token)).block(TIMEOUT);
		CompletableFuture<LoginEvent> rejected = new CompletableFuture<>();
		LoginListener listener = (event) -> {
			if (event instanceof LoginEvent.SessionRejected) {
				rejected.complete(event);
			}
		};
		try (WestmoonAuthClient client = DefaultWestmoonAuthClient.builder()
			.platform(WebClientWestmoonPlatform.builder().baseUrl(this.server.url()).build())
			.store(store)
			.listener(listener)
			.build()) {
			WestmoonBearerTokenFilter filter = new WestmoonBearerTokenFilter(client,
					BearerTokenSettings.of(AllowedOrigins.of(List.of(this.server.url())))
						.withRefusalDetector(RefusalDetector.of(List.of(), List.of("-1"))));
			assertSucceeds(this.caller.send(filter, optional()));
			this.server.revoke();
			if (!byStatus) {
				this.server.refusal(Call.BUSINESS, Refusal.code(-1));
			}
			ResponseEntity<byte[]> refused = this.caller.send(filter, optional());
			assertThat(refused.getStatusCode().value()).isEqualTo(byStatus ? 401 : 200);
			assertThat(refused.getBody()).isNotEmpty();
			rejected.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
			this.caller.send(filter, optional());
			assertThat(this.server.businessCalls(token)).isEqualTo(2);
			assertThat(this.server.businessCalls()).isEqualTo(3);
			assertThat(this.server.codes()).as("no login").isZero();
		}
	}

	@Test
	void aRequestCanWaitAsLongAsItLikes() {
		this.sessions.current = session(this.server.issueSession());
		send(products().attributes(WestmoonBearerTokenFilter.waitTimeout(Duration.ofSeconds(7))));
		assertThat(this.sessions.lastWait).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void aLoginThatFailsReachesTheCaller() {
		this.sessions.onRenew = Mono.error(new LoginRequiredException("default", "nobody scanned", null, null));
		assertThatExceptionOfType(LoginRequiredException.class).isThrownBy(() -> send(products()));
	}

	@Test
	void aForeignOriginNeverSeesTheSession() {
		this.sessions.current = session(this.server.issueSession());
		String otherName = this.server.url().replace("127.0.0.1", "localhost");
		WestmoonBearerTokenFilter filter = new WestmoonBearerTokenFilter(this.sessions,
				AllowedOrigins.of(List.of(otherName)));
		assertThat(this.caller.send(filter, products()).getStatusCode().value()).isEqualTo(401);
		assertThat(this.sessions.asked).hasValue(0);
	}

	@Test
	void aRequestWithAnAuthorizationOfItsOwnPassesUntouched() {
		assertSucceeds(send(products().header(HttpHeaders.AUTHORIZATION, "Bearer " + this.server.issueSession())));
		assertThat(this.sessions.asked).hasValue(0);
	}

	@Test
	void aLoginCallPassesUntouched() {
		ResponseEntity<byte[]> answer = send(request("/umc/user/user/info")
			.attributes((attributes) -> attributes.put(WestmoonPlatform.REQUEST_ATTRIBUTE, true)));
		assertThat(answer.getStatusCode().value()).isEqualTo(401);
		assertThat(this.sessions.asked).hasValue(0);
	}

	@Test
	void anAccountThatIsNotThereIsNamed() {
		assertThatExceptionOfType(UnknownAccountException.class)
			.isThrownBy(() -> send(products().attributes(WestmoonBearerTokenFilter.account("shop-b"))))
			.withMessageContaining("shop-b");
	}

	@Test
	void aRequestCanNameItsAccount() {
		ScriptedSessions another = new ScriptedSessions();
		WestmoonSession session = session(this.server.issueSession());
		another.current = session;
		WestmoonBearerTokenFilters filters = new WestmoonBearerTokenFilters();
		filters.add("shop-a", this.sessions, AllowedOrigins.of(List.of(this.server.url())), 1);
		filters.add("shop-b", another, AllowedOrigins.of(List.of(this.server.url())), 1);
		assertSucceeds(this.caller.send(filters.forAccount("shop-a"),
				products().attributes(WestmoonBearerTokenFilter.account("shop-b"))));
		assertThat(this.sessions.asked).hasValue(0);
	}

	@Test
	void aRefusalWithoutTheSessionIsReported() {
		try (CapturedLog log = CapturedLog.open(Level.WARN)) {
			String other = this.server.openOrigin();
			WestmoonBearerTokenFilter filter = filter(UnaryOperator.identity());
			for (int i = 0; i < 2; i++) {
				ResponseEntity<byte[]> answer = this.caller.send(filter, Request.get(other + "/api/products?secret=1"));
				assertThat(answer.getStatusCode().value()).isEqualTo(401);
			}
			assertThat(log.lines()).filteredOn((line) -> line.message().contains("answered HTTP 401"))
				.singleElement()
				.satisfies((line) -> assertThat(line.message()).contains(other + " answered HTTP 401")
					.contains("add " + other + " to the filter's AllowedOrigins")
					.doesNotContain("secret"));
		}
	}

	@Test
	void businessHeadersGoOnlyWithTheSessionAndReplaceNothing() {
		this.sessions.renewal = new Renewal.Renewed(session(this.server.issueSession()));
		List<Map<String, String>> received = new CopyOnWriteArrayList<>();
		this.server.listener((call) -> received.add(call.headers()));
		String other = this.server.openOrigin();
		WestmoonBearerTokenFilter filter = filter(
				(settings) -> settings.withBusinessHeaders(BusinessHeaders.of(Map.of(this.server.url(),
						Map.of("x-app-code", "shop", "x-tenant-code", "t1"), other, Map.of("x-app-code", "never")))));
		assertSucceeds(this.caller.send(filter, products().header("X-Tenant-Code", "own")));
		this.caller.send(filter, Request.get(other + "/api/products"));
		this.caller.send(filter, products().header(HttpHeaders.AUTHORIZATION, "Bearer own"));
		assertThat(received).hasSize(4);
		assertThat(received.subList(0, 2))
			.allSatisfy((headers) -> assertThat(headers).containsEntry("x-app-code", "shop")
				.containsEntry("x-tenant-code", "own"));
		assertThat(received.subList(2, 4)).noneMatch((headers) -> headers.containsKey("x-app-code"));
	}

	@Test
	void anotherStatusCanBeARefusal() {
		this.sessions.renewal = new Renewal.Renewed(session(this.server.issueSession()));
		this.server.refusal(Call.BUSINESS, Refusal.status(403));
		assertThat(send(products()).getStatusCode().value()).isEqualTo(403);
		assertThat(this.sessions.renewals).hasValue(0);
		assertSucceeds(sendWith(RefusalDetector.of(List.of(403), List.of())));
		assertThat(this.server.businessCalls()).isEqualTo(3);
	}

	@Test
	void aCodeInASuccessfulAnswerCanBeARefusal() {
		this.sessions.renewal = new Renewal.Renewed(session(this.server.issueSession()));
		this.server.refusal(Call.BUSINESS, Refusal.code(-1));
		assertThat(send(products()).getStatusCode().value()).isEqualTo(200);
		assertThat(this.sessions.renewals).hasValue(0);
		assertSucceeds(sendWith(RefusalDetector.of(List.of(), List.of("-1"))));
		assertThat(this.server.businessCalls()).isEqualTo(3);
	}

	@Test
	void aCodeThatIsNotTheSessionsFaultReachesTheCallerUnchanged() {
		String body = " {\"data\": [\"库存\"], \"code\": \"-1\"}\n";
		this.server.fail(Call.BUSINESS, Fault.body(body));
		ResponseEntity<byte[]> answer = sendWith(RefusalDetector.of(List.of(), List.of("-1")));
		assertThat(new String(answer.getBody(), StandardCharsets.UTF_8)).isEqualTo(body);
		assertThat(answer.getHeaders().getContentLength()).isEqualTo(answer.getBody().length);
		assertThat(this.sessions.renewals).hasValue(1);
		assertThat(this.server.businessCalls()).isEqualTo(1);
	}

	@Test
	void aLongRefusalByCodeIsNeitherCutNorSentAgain() {
		String body = "{\"code\":-1,\"data\":\"" + "x".repeat(100_000) + "\"}";
		this.server.fail(Call.BUSINESS, Fault.body(body));
		ResponseEntity<byte[]> answer = sendWith(new RefusalDetector() {

			@Override
			public boolean isRefused(HttpStatusCode status, HttpHeaders headers) {
				return false;
			}

			@Override
			public BodyInspector inspector(HttpStatusCode status, HttpHeaders headers) {
				return new EnvelopeInspector(Set.of("-1"), false);
			}

		});
		assertThat(new String(answer.getBody(), StandardCharsets.UTF_8)).isEqualTo(body);
		assertThat(this.server.businessCalls()).isEqualTo(1);
		assertThat(this.sessions.renewals).hasValue(1);
		assertThat(this.sessions.lastWait).isEqualTo(Duration.ZERO);
	}

	@Test
	void anAnswerWithAnotherCodeReachesTheCallerUnchanged() {
		String body = "{\"code\":0,\"data\":\"" + "x".repeat(60_000) + "\"}";
		this.server.fail(Call.BUSINESS, Fault.body(body));
		ResponseEntity<byte[]> answer = sendWith(RefusalDetector.of(List.of(), List.of("-1", "success:false")));
		assertThat(new String(answer.getBody(), StandardCharsets.UTF_8)).isEqualTo(body);
		assertThat(this.sessions.renewals).hasValue(0);
	}

	@Test
	void aDetectorOfTheApplicationReplacesAllAndMayFail() {
		this.sessions.renewal = new Renewal.Renewed(session(this.server.issueSession()));
		assertSucceeds(sendWith((status, headers) -> status.is4xxClientError()));
		assertThat(sendWith((status, headers) -> false).getStatusCode().value()).isEqualTo(401);
		assertThat(sendWith((status, headers) -> {
			throw new AssertionError("on purpose");
		}).getStatusCode().value()).isEqualTo(401);
		assertThat(this.sessions.renewals).hasValue(1);
	}

	private ResponseEntity<byte[]> sendWith(RefusalDetector detector) {
		return this.caller.send(filter((settings) -> settings.withRefusalDetector(detector)), products());
	}

	private WestmoonBearerTokenFilter filter(UnaryOperator<BearerTokenSettings> customizer) {
		return new WestmoonBearerTokenFilter(this.sessions,
				customizer.apply(BearerTokenSettings.of(AllowedOrigins.of(List.of(this.server.url())))));
	}

	private Request optional() {
		return products().attributes(WestmoonBearerTokenFilter.optional());
	}

	private Request products() {
		return request("/api/products");
	}

	private Request request(String path) {
		return Request.get(this.server.url() + path);
	}

	private ResponseEntity<byte[]> send(Request request) {
		return this.caller
			.send(new WestmoonBearerTokenFilter(this.sessions, AllowedOrigins.of(List.of(this.server.url()))), request);
	}

	private static void assertSucceeds(ResponseEntity<byte[]> answer) {
		assertThat(answer.getStatusCode().value()).isEqualTo(200);
		assertThat(new String(answer.getBody(), StandardCharsets.UTF_8)).contains("\"code\":0");
	}

}
