package io.westmoon.login.notify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginFailure.Kind;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.testsupport.CapturedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class LoggingNotifierTests {

	private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

	private final CapturedLog log = CapturedLog.open();

	private final LoggingNotifier listener = new LoggingNotifier();

	@AfterEach
	void close() {
		this.log.close();
	}

	static Stream<LoginEvent> events() {
		LoginFailure failure = new LoginFailure(Kind.PLATFORM, "busy\n2026 ERROR forged", null);
		return Stream.of(new LoginEvent.LoginRequired("shop", NOW, "a", "https://jobs.example.com/a"),
				new LoginEvent.CodeIssued("shop", NOW, "a", null, NOW, "/tmp/code.png"),
				new LoginEvent.Scanned("shop", NOW, "a"), new LoginEvent.WrongUser("shop", NOW, "a"),
				new LoginEvent.LoggedIn("shop", NOW, WestmoonUser.of(Map.of("id", "7\n8")), NOW),
				new LoginEvent.LoggedIn("shop", NOW, null, null), new LoginEvent.Failed("shop", NOW, "a", failure, NOW),
				new LoginEvent.Abandoned("shop", NOW, "a", new LoginFailure(Kind.NOBODY_SCANNED), null),
				new LoginEvent.Expiring("shop", NOW, "a", NOW, 1, null), new LoginEvent.SessionRejected("shop", NOW),
				new LoginEvent.LoggedOut("shop", NOW));
	}

	@ParameterizedTest
	@MethodSource("events")
	void eachThingThatMattersIsOneLineThatNamesTheAccount(LoginEvent event) {
		this.listener.onEvent(event);
		assertThat(messages()).singleElement().asString().startsWith("Westmoon account 'shop': ").doesNotContain("\n");
	}

	@Test
	void noKindOfEventIsForgotten() {
		assertThat(events().map(Object::getClass)).containsAll(List.of(LoginEvent.class.getPermittedSubclasses()));
	}

	@Test
	void whatAPersonHasToDoIsAWarning() {
		events().forEach(this.listener::onEvent);
		assertThat(lines()).filteredOn((line) -> line.level() == Level.WARN)
			.extracting(CapturedLog.Line::message)
			.extracting((message) -> message.substring("Westmoon account 'shop': ".length()))
			.satisfiesExactly((line) -> assertThat(line).contains("login needed", "https://jobs.example.com/a"),
					(line) -> assertThat(line).contains("may not log in here"),
					(line) -> assertThat(line).contains("login failed (PLATFORM): busy 2026"),
					(line) -> assertThat(line).contains("nobody logged in (NOBODY_SCANNED)"),
					(line) -> assertThat(line).contains("the session ends at"));
	}

	@Test
	void aRenewalIsNoAlarm() {
		this.listener.onEvent(new LoginEvent.LoginRequired("shop", NOW, "a", "https://jobs.example.com/a", true));
		this.listener.onEvent(new LoginEvent.CodeIssued("shop", NOW, "b", null, NOW, "/tmp/1.png", true));
		assertThat(messages()).hasSize(2)
			.allSatisfy((line) -> assertThat(line).contains("nothing is broken yet").doesNotContain("login needed"));
		this.listener.onEvent(new LoginEvent.Abandoned("shop", NOW, "a", new LoginFailure(Kind.EXPIRED), null));
		assertThat(lines()).last().matches((line) -> line.level() == Level.INFO);
	}

	@Test
	void aReminderNamesThePageAndItsCodeIsNotToldAgain() {
		this.listener.onEvent(new LoginEvent.Expiring("shop", NOW, "a", NOW, 2, "https://jobs.example.com/a"));
		this.listener
			.onEvent(new LoginEvent.CodeIssued("shop", NOW, "a", null, NOW, "https://jobs.example.com/a", true));
		assertThat(messages()).singleElement().asString().contains("reminder 2", "https://jobs.example.com/a");
	}

	@Test
	void afterALogoutTheLineNamesWhatStartsALogin() {
		this.listener.onEvent(new LoginEvent.LoggedOut("shop", NOW));
		assertThat(messages()).singleElement()
			.asString()
			.contains("endpoint westmoonlogin", "westmoon.login.page.overview");
	}

	@Test
	void aPauseSaysWhyAndWhatToDo() {
		this.listener.onEvent(new LoginEvent.Failed("shop", NOW, "a", LoginFailure.replacedElsewhere(), NOW));
		assertThat(messages()).singleElement()
			.asString()
			.contains(
					"paused, since its sessions are rejected soon after each login (REPLACED_ELSEWHERE): This user seems")
			.contains("Let both share a store, or use one user for each. No new code by itself before");
	}

	@Test
	void aNeedWithoutAPageIsToldWithItsCodes() {
		this.listener.onEvent(new LoginEvent.LoginRequired("shop", NOW, "a", null));
		this.listener.onEvent(new LoginEvent.CodeIssued("shop", NOW, "a", null, NOW, "/tmp/1.png"));
		this.listener.onEvent(new LoginEvent.CodeIssued("shop", NOW, "a", null, NOW, "/tmp/2.png"));
		assertThat(messages()).satisfiesExactly((line) -> assertThat(line).endsWith(": /tmp/1.png"),
				(line) -> assertThat(line).endsWith(": /tmp/2.png"));
	}

	@Test
	void theLinkOfAnAttemptIsToldOnceAlsoWhereAccountsTakeTurns() {
		for (String account : List.of("shop-a", "shop-b")) {
			this.listener
				.onEvent(new LoginEvent.LoginRequired(account, NOW, "of " + account, "https://jobs.example.com"));
		}
		for (String account : List.of("shop-a", "shop-b", "shop-a")) {
			this.listener.onEvent(
					new LoginEvent.CodeIssued(account, NOW, "of " + account, null, NOW, "https://jobs.example.com"));
		}
		assertThat(messages()).hasSize(2);
	}

	private Stream<CapturedLog.Line> lines() {
		return this.log.lines()
			.stream()
			.filter((line) -> line.logger().equals(LoggingNotifier.class.getName()))
			.filter((line) -> line.message().contains("shop"));
	}

	private List<String> messages() {
		return lines().map(CapturedLog.Line::message).toList();
	}

}
