package io.westmoon.login.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import io.westmoon.login.CodeImage;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.client.VirtualTime;
import io.westmoon.login.store.InMemorySessionStore;
import io.westmoon.login.store.Samples;
import io.westmoon.login.testsupport.CapturedLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.AdditionalAnswers;
import org.mockito.Mockito;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

/**
 * What people are told, and when; time passes when a test says so. It begins at 8 o'clock
 * in the morning.
 */
class LoginNotifierTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final VirtualTime time = new VirtualTime();

	private final RecordingChannel channel = new RecordingChannel();

	private boolean answersGetLost;

	private boolean storeFails;

	private Error storeError;

	private LoginAttempt faster;

	private final SessionStore memory = new InMemorySessionStore();

	private final SessionStore store = Mockito.mock(SessionStore.class, AdditionalAnswers.delegatesTo(this.memory));

	@BeforeEach
	void disturbWrites() {
		given(this.store.compareAndSet(any())).willAnswer((call) -> {
			LoginAttempt other = this.faster;
			this.faster = null;
			if (other != null) {
				this.memory.compareAndSet(other).block(TIMEOUT);
			}
			if (this.storeError != null) {
				throw this.storeError;
			}
			if (this.storeFails) {
				return Mono.error(new SessionStoreException("down", null));
			}
			Mono<Boolean> written = this.memory.compareAndSet(call.getArgument(0));
			return this.answersGetLost ? written.then(Mono.error(new SessionStoreException("no answer", null)))
					: written;
		});
	}

	@Test
	void whoeverHasALoginPageGetsTheLinkOnce() {
		LoginNotifier notifier = notifier(Notices.PAGE, null);
		begin();
		notifier.onEvent(required());
		notifier.onEvent(required());
		pass(Duration.ofMinutes(1));
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED);
		assertThat(this.channel.notices.get(0).link()).isEqualTo(Notices.PAGE + "/" + attempt().id());
		assertThat(this.channel.notices.get(0).title()).isEqualTo("Westmoon: login needed (Shop ＊A＊)");
		assertThat(this.channel.notices.get(0).lines(true)).startsWith("Application: stock ＜b＞");
		assertThat(attempt().notices()).isEqualTo(1);
	}

	@Test
	void ofTwoProcessesOneTellsAndOneReminds() {
		LoginNotifier one = notifier(Notices.PAGE, null);
		LoginNotifier other = notifier(Notices.PAGE, null);
		begin();
		one.onEvent(required());
		other.onEvent(required());
		pass(Duration.ofMinutes(95));
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED, NoticeKind.REMINDER,
				NoticeKind.REMINDER, NoticeKind.REMINDER);
		change((attempt) -> attempt.shown(code()).confirmed(session()).accepted(session(), null));
		this.store.save(session()).block(TIMEOUT);
		one.onEvent(loggedIn());
		other.onEvent(loggedIn());
		pass(Duration.ofHours(3));
		assertThat(this.channel.kinds()).endsWith(NoticeKind.REMINDER, NoticeKind.LOGGED_IN).hasSize(5);
		assertThat(last().lines(true)).contains("Logged in as 西月. Nobody has to scan now.");
	}

	/**
	 * The other process writes between the reading and the write of this one.
	 */
	@Test
	void whoeverIsSlowerToClaimANoticeSendsNothing() {
		LoginNotifier notifier = notifier(Notices.PAGE, null);
		begin();
		this.faster = attempt().noticed(now().plusSeconds(1800));
		notifier.onEvent(required());
		assertThat(this.faster).isNull();
		assertThat(this.channel.notices).isEmpty();
		assertThat(attempt().notices()).isEqualTo(1);
	}

	@Test
	void theProcessThatIsLeftGoesOnWithTheNotices() {
		LoginNotifier dead = notifier(Notices.PAGE, null);
		begin();
		dead.onEvent(required());
		dead.close();
		notifier(Notices.PAGE, null);
		pass(Duration.ofMinutes(31));
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED, NoticeKind.REMINDER);
	}

	@Test
	void aProcessThatStartsTellsTheOutcomeThatNobodyTold() {
		begin();
		change((attempt) -> attempt.noticed(null).failed(new LoginFailure(LoginFailure.Kind.NOBODY_SCANNED), now()));
		notifier(Notices.PAGE, null);
		pass(Duration.ofMinutes(1));
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.LOGIN_FAILED);
		assertThat(last().lines(true)).contains("Nobody scanned a code in time.");
	}

	@Test
	void aProcessThatStartsTellsNothingOfAnAttemptThatPeopleWereNotToldOf() {
		begin();
		notifier(Notices.PAGE, null);
		pass(Duration.ofHours(1));
		assertThat(this.channel.notices).isEmpty();
	}

	@Test
	void whatBeganWithoutANoticeEndsWithoutOne() {
		LoginNotifier notifier = notifier(null, null);
		begin();
		notifier.onEvent(required());
		change((attempt) -> attempt.shown(code()).confirmed(session()).accepted(session(), null));
		notifier.onEvent(loggedIn());
		pass(Duration.ofHours(1));
		assertThat(this.channel.notices).isEmpty();
	}

	@Test
	void nobodyIsRemindedWhileSomebodyLooksOrConfirms() {
		LoginNotifier notifier = notifier(Notices.PAGE, null);
		begin();
		notifier.onEvent(required());
		pass(Duration.ofMinutes(29));
		change((attempt) -> attempt.watched(now().plus(Duration.ofMinutes(3))));
		pass(Duration.ofMinutes(2));
		change((attempt) -> attempt.shown(code()).scanned());
		notifier.onEvent(new LoginEvent.Scanned("default", now(), attempt().id()));
		pass(Duration.ofMinutes(4));
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED, NoticeKind.SCANNED);
		change(LoginAttempt::codeEnded);
		pass(Duration.ofMinutes(2));
		assertThat(this.channel.kinds()).endsWith(NoticeKind.SCANNED, NoticeKind.REMINDER);
	}

	@Test
	void withoutAPageEachNewPictureIsSentAndNoOldOne() {
		LoginNotifier notifier = notifier(null, null);
		begin();
		notifier.onEvent(required());
		assertThat(this.channel.notices).isEmpty();
		change((attempt) -> attempt.shown(code()));
		notifier.onEvent(issued());
		assertThat(last().image()).isEqualTo(CodeImage.of(Samples.PNG));
		assertThat(last().link()).isNull();
		assertThat(last().lines(true)).contains("The code is valid until 2026-03-01 08:05 (GMT).");
		pass(Duration.ofMinutes(5));
		assertThat(this.channel.notices).hasSize(1);
		change((attempt) -> attempt.codeEnded().shown(code()));
		notifier.onEvent(issued());
		pass(Duration.ofMinutes(1));
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED, NoticeKind.REMINDER);
	}

	@Test
	void whereThePlatformGivesNoCodeANoticeSaysSoAndThePictureFollows() {
		LoginNotifier notifier = notifier(null, null);
		begin();
		LoginFailure failure = new LoginFailure(LoginFailure.Kind.PLATFORM, "busy", "系统<繁忙>");
		change((attempt) -> attempt.withoutCode(failure, now().plusSeconds(60)));
		notifier.onEvent(new LoginEvent.Failed("default", now(), attempt().id(), failure, null));
		assertThat(last().kind()).isEqualTo(NoticeKind.LOGIN_NEEDED);
		assertThat(last().lines(true)).contains("The platform did not issue a login code. 系统＜繁忙＞",
				"The code cannot be shown here. Ask the operator of the application for it.");
		pass(Duration.ofMinutes(2));
		change((attempt) -> attempt.shown(code()));
		notifier.onEvent(issued());
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED, NoticeKind.REMINDER);
		assertThat(last().image()).isNotNull();
	}

	@Test
	void inQuietHoursNothingIsSentAndAtTheirEndWhatIsStillTrue() {
		LoginNotifier notifier = notifier(Notices.PAGE, QuietHours.parse("07:00-09:00", ZoneOffset.UTC));
		begin();
		notifier.onEvent(required());
		pass(Duration.ofMinutes(59));
		assertThat(this.channel.notices).isEmpty();
		pass(Duration.ofMinutes(2));
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED);
	}

	@Test
	void whatIsOverBeforeTheEndOfTheQuietHoursIsNotSent() {
		LoginNotifier notifier = notifier(Notices.PAGE, QuietHours.parse("07:00-09:00", ZoneOffset.UTC));
		begin();
		notifier.onEvent(required());
		pass(Duration.ofMinutes(10));
		change((attempt) -> attempt.shown(code()).confirmed(session()).accepted(session(), null));
		notifier.onEvent(loggedIn());
		pass(Duration.ofHours(2));
		assertThat(this.channel.notices).isEmpty();
	}

	@Test
	void theOutcomeOfWhatPeopleWereToldWaitsForTheEndOfTheQuietHours() {
		LoginNotifier notifier = notifier(Notices.PAGE, QuietHours.parse("08:10-09:00", ZoneOffset.UTC));
		begin();
		notifier.onEvent(required());
		pass(Duration.ofMinutes(11));
		notifier.onEvent(new LoginEvent.Scanned("default", now(), attempt().id()));
		change((attempt) -> attempt.shown(code()).confirmed(session()).accepted(session(), null));
		notifier.onEvent(loggedIn());
		pass(Duration.ofMinutes(45));
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED);
		pass(Duration.ofMinutes(5));
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED, NoticeKind.LOGGED_IN);
	}

	@Test
	void aLinkThatIsDeadIsNotSentAgain() {
		LoginNotifier notifier = notifier(Notices.PAGE, null);
		begin();
		notifier.onEvent(required());
		pass(Duration.ofHours(48));
		assertThat(this.channel.notices).hasSize(48);
	}

	@Test
	void aSessionOfAnotherProgramEndsTheReminders() {
		LoginNotifier notifier = notifier(Notices.PAGE, null);
		begin();
		notifier.onEvent(required());
		pass(Duration.ofMinutes(10));
		this.store.save(Samples.session("other", now())).block(TIMEOUT);
		notifier.onEvent(loggedIn());
		pass(Duration.ofHours(5));
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED, NoticeKind.LOGGED_IN);
	}

	@Test
	void whereTheWrongUserScannedThereIsTheLinkForTheRightOne() {
		LoginNotifier notifier = notifier(Notices.PAGE, null);
		begin();
		notifier.onEvent(required());
		notifier.onEvent(new LoginEvent.WrongUser("default", now(), attempt().id()));
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED, NoticeKind.WRONG_USER);
		assertThat(last().link()).isEqualTo(Notices.PAGE + "/" + attempt().id());
	}

	@Test
	void aLoginThatWasRefusedTellsWhenPeopleAreAskedAgain() {
		LoginNotifier notifier = notifier(Notices.PAGE, null);
		begin();
		notifier.onEvent(required());
		LoginFailure refused = new LoginFailure(LoginFailure.Kind.REJECTED);
		change((attempt) -> attempt.failed(refused, now().plusSeconds(60)));
		notifier.onEvent(new LoginEvent.Failed("default", now(), attempt().id(), refused, now().plusSeconds(60)));
		assertThat(last().lines(true)).contains("The login was refused on the phone.")
			.anyMatch((line) -> line.matches("The first call after .+ that needs the login asks for a scan again\\."));
	}

	@Test
	void aLogoutTellsThatNobodyHasToScan() {
		LoginNotifier notifier = notifier(Notices.PAGE, null);
		begin();
		notifier.onEvent(required());
		LoginAttempt out = LoginAttempt.loggedOut("default", attempt(), List.of());
		assertThat(this.store.compareAndSet(out).block(TIMEOUT)).isTrue();
		notifier.onEvent(new LoginEvent.LoggedOut("default", now()));
		notifier.onEvent(new LoginEvent.LoggedOut("default", now()));
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED, NoticeKind.LOGGED_OUT);
	}

	@Test
	void anAccountThatPausesIsToldOfThoughNobodyWasAskedToScan() {
		LoginNotifier notifier = notifier(Notices.PAGE, null);
		begin();
		change((attempt) -> attempt.shown(code()).confirmed(session()).accepted(session(), null));
		change((attempt) -> attempt.replacedElsewhere(now().plusSeconds(60)));
		notifier
			.onEvent(new LoginEvent.Failed("default", now(), attempt().id(), LoginFailure.replacedElsewhere(), now()));
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.LOGIN_FAILED);
		assertThat(last().lines(true)).anyMatch((line) -> line.startsWith("The account pauses"));
	}

	@Test
	void whoeverSnoozesIsLeftInPeaceInEachProcess() {
		LoginNotifier notifier = notifier(Notices.PAGE, null);
		LoginNotifier other = notifier(Notices.PAGE, null);
		begin();
		notifier.onEvent(required());
		other.onEvent(required());
		pass(Duration.ofMinutes(20));
		assertThat(notifier.snooze(Duration.ofHours(1)).block(TIMEOUT)).isTrue();
		pass(Duration.ofMinutes(59));
		assertThat(this.channel.notices).hasSize(1);
		pass(Duration.ofMinutes(2));
		assertThat(this.channel.notices).hasSize(2);
		change((attempt) -> attempt.failed(new LoginFailure(LoginFailure.Kind.REJECTED), now()));
		assertThat(notifier.snooze(Duration.ofHours(1)).block(TIMEOUT)).isFalse();
	}

	@Test
	void whoeverSnoozesBringsNoNoticeForward() {
		LoginNotifier notifier = notifier(Notices.PAGE, null);
		begin();
		notifier.onEvent(required());
		Instant next = attempt().nextNoticeAt();
		assertThat(notifier.snooze(Duration.ofMinutes(5)).block(TIMEOUT)).isTrue();
		assertThat(attempt().nextNoticeAt()).isEqualTo(next);
	}

	@Test
	void whoeverSnoozesWhereNoReminderFollowsMakesNone() {
		begin();
		change((attempt) -> attempt.noticed(null));
		assertThat(notifier(Notices.PAGE, null).snooze(Duration.ofHours(1)).block(TIMEOUT)).isTrue();
		pass(Duration.ofHours(3));
		assertThat(this.channel.notices).isEmpty();
	}

	@Test
	void whoeverSnoozesAReminderToRenewIsLeftInPeace() {
		LoginNotifier notifier = notifier(Notices.PAGE, null);
		begin();
		change((attempt) -> attempt.toBuilder().renewalOf("f").build().reminded(now()));
		notifier.onEvent(required());
		assertThat(notifier.snooze(Duration.ofHours(12)).block(TIMEOUT)).isTrue();
		pass(Duration.ofHours(8));
		change((attempt) -> attempt.reminded(now()));
		notifier.onEvent(required());
		pass(Duration.ofHours(3));
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.RENEWAL);
		pass(Duration.ofHours(2));
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.RENEWAL, NoticeKind.RENEWAL);
	}

	/**
	 * The machine that snoozed is ten minutes ahead.
	 */
	@Test
	void aClockThatIsALittleAheadDoesNotEndASnooze() {
		LoginNotifier notifier = notifier(Notices.PAGE, null);
		begin();
		notifier.onEvent(required());
		change((attempt) -> attempt.snoozed(now().plus(Duration.ofDays(1)).plus(Duration.ofMinutes(10))));
		notifier.onEvent(required());
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED);
	}

	/**
	 * People were told that nobody else has to scan.
	 */
	@Test
	void aRenewalThatSomebodyScannedInVainIsTold() {
		LoginNotifier notifier = notifier(Notices.PAGE, null);
		begin();
		change((attempt) -> attempt.toBuilder().renewalOf("f").build().reminded(now()));
		notifier.onEvent(required());
		change((attempt) -> attempt.shown(code()).scanned());
		notifier.onEvent(new LoginEvent.Scanned("default", now(), attempt().id()));
		change((attempt) -> attempt.failed(new LoginFailure(LoginFailure.Kind.REJECTED), now()));
		notifier.onEvent(new LoginEvent.Failed("default", now(), attempt().id(),
				new LoginFailure(LoginFailure.Kind.REJECTED), null));
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.RENEWAL, NoticeKind.SCANNED,
				NoticeKind.LOGIN_FAILED);
		assertThat(last().lines(true)).contains("The login was refused on the phone.",
				"The session was not renewed. It works until its end, so no call waits yet.");
	}

	/**
	 * For instance because the application has just removed the account.
	 */
	@Test
	void aNoticeThatCannotBeWrittenIsNotClaimed() {
		boolean[] fails = { true };
		LoginNotifier notifier = new LoginNotifier(Notices.settings(Notices.PAGE, null), this.store,
				List.of(sender(this.channel)), this.time.clock(), this.time.scheduler(), () -> {
					if (fails[0]) {
						throw new IllegalStateException("no such account");
					}
					return List.of();
				});
		begin();
		notifier.onEvent(required());
		pass(Duration.ofSeconds(30));
		fails[0] = false;
		pass(Duration.ofMinutes(2));
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED);
	}

	@Test
	void ofManyTasksThatWaitANoticeNamesAFew() {
		List<String> tasks = IntStream.range(0, 1000).mapToObj((i) -> "order " + i).toList();
		LoginNotifier notifier = new LoginNotifier(Notices.settings(Notices.PAGE, null), this.store,
				List.of(sender(this.channel)), this.time.clock(), this.time.scheduler(), () -> tasks);
		begin();
		notifier.onEvent(required());
		assertThat(last().lines(true)).contains("Waiting for it: order 4", "Tasks that wait besides: 995")
			.doesNotContain("Waiting for it: order 5")
			.hasSizeLessThan(10);
	}

	@Test
	void aTestNoticeTellsTheOthersAnswersThoughOneChannelHasNone() {
		NotificationChannel limited = new NotificationChannel() {

			@Override
			public String name() {
				return "limited";
			}

			@Override
			public List<Mono<Void>> messages(Notice notice) {
				return List.of(Mono.error(new NotificationException("errcode 45009", Duration.ofMinutes(1))));
			}

		};
		AtomicReference<Map<String, String>> answers = new AtomicReference<>();
		notifier(null, null, sender(limited), sender(this.channel)).test().subscribe(answers::set);
		pass(Duration.ofSeconds(31));
		assertThat(answers.get()).containsExactly(
				Map.entry("limited", "not sent within 30 s; the log tells if it fails"),
				Map.entry("recording", "sent"));
	}

	@Test
	void anImpossibleTimeOfTheNextNoticeIsIgnored() {
		LoginNotifier notifier = notifier(Notices.PAGE, null);
		begin();
		change((attempt) -> attempt.noticed(now().plus(Duration.ofDays(400))));
		notifier.onEvent(required());
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.REMINDER);
	}

	@Test
	void aWriteWhoseAnswerGotLostIsTold() {
		LoginNotifier notifier = notifier(Notices.PAGE, null);
		begin();
		this.answersGetLost = true;
		notifier.onEvent(required());
		pass(Duration.ofMinutes(1));
		assertThat(this.channel.notices).hasSize(1);
	}

	@Test
	void whileTheStoreFailsNobodyIsToldAndAfterwardsOnce() {
		try (CapturedLog log = CapturedLog.open(Level.INFO)) {
			LoginNotifier notifier = notifier(Notices.PAGE, null);
			begin();
			this.storeFails = true;
			notifier.onEvent(required());
			pass(Duration.ofMinutes(2));
			assertThat(this.channel.notices).isEmpty();
			assertThat(log.lines()).anyMatch((line) -> line.message()
				.contains(
						"The notices about account 'default' are late, since the session store does not answer: down"));
			this.storeFails = false;
			pass(Duration.ofMinutes(2));
			assertThat(this.channel.notices).hasSize(1);
		}
	}

	@Test
	void anErrorOfTheStoreDelaysTheNoticesOnly() {
		LoginNotifier notifier = notifier(Notices.PAGE, null);
		begin();
		this.storeError = new NoClassDefFoundError("x");
		notifier.onEvent(required());
		pass(Duration.ofSeconds(30));
		assertThat(this.channel.notices).isEmpty();
		this.storeError = null;
		pass(Duration.ofMinutes(2));
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED);
	}

	@Test
	void howeverManyEventsComeWhileTheStoreHangsTheNewestStateIsReadOnce() {
		LoginNotifier notifier = notifier(Notices.PAGE, null);
		begin();
		notifier.onEvent(required());
		AtomicBoolean hanging = new AtomicBoolean(true);
		AtomicInteger readings = new AtomicInteger();
		given(this.store.load()).willAnswer((call) -> {
			readings.incrementAndGet();
			return hanging.get() ? Mono.never() : this.memory.load();
		});
		notifier.onEvent(required());
		assertThat(readings).hasValue(1);
		change((attempt) -> attempt.shown(code()).scanned());
		for (int i = 0; i < 1000; i++) {
			notifier.onEvent(issued());
			notifier.onEvent(new LoginEvent.Scanned("default", now(), (i < 999) ? "over" + i : attempt().id()));
		}
		hanging.set(false);
		pass(Duration.ofSeconds(40));
		assertThat(readings).as("the one that hung, its retry, and one for all others").hasValue(3);
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED, NoticeKind.SCANNED);
	}

	@Test
	void aChannelThatFailsOrHangsCostsTheOthersNothing() {
		NotificationChannel hanging = new NotificationChannel() {

			@Override
			public String name() {
				return "hanging";
			}

			@Override
			public List<Mono<Void>> messages(Notice notice) {
				return List.of(Mono.never());
			}

		};
		LoginNotifier notifier = notifier(Notices.PAGE, null, sender(hanging), sender(this.channel));
		begin();
		notifier.onEvent(required());
		assertThat(this.channel.notices).hasSize(1);
	}

	@Test
	void aTestNoticeTellsWhatEachChannelAnswered() {
		NotificationChannel refusing = new NotificationChannel() {

			@Override
			public String name() {
				return "refusing";
			}

			@Override
			public List<Mono<Void>> messages(Notice notice) {
				return List.of(Mono.error(new NotificationException("errcode 93000", null)));
			}

		};
		LoginNotifier notifier = notifier(null, QuietHours.parse("07:00-09:00", ZoneOffset.UTC), sender(refusing),
				sender(this.channel));
		assertThat(notifier.test().block(TIMEOUT)).containsExactly(Map.entry("refusing", "errcode 93000"),
				Map.entry("recording", "sent"));
		assertThat(this.channel.kinds()).containsExactly(NoticeKind.TEST);
	}

	private LoginNotifier notifier(@Nullable String page, @Nullable QuietHours quietHours, ChannelSender... senders) {
		return new LoginNotifier(Notices.settings(page, quietHours), this.store,
				(senders.length > 0) ? List.of(senders) : List.of(sender(this.channel)), this.time.clock(),
				this.time.scheduler());
	}

	private ChannelSender sender(NotificationChannel channel) {
		return new ChannelSender(channel, Duration.ofSeconds(10), this.time.scheduler(), (name, sent) -> {
		});
	}

	private void begin() {
		assertThat(this.store.compareAndSet(LoginAttempt.begin("default", null).toBuilder().beganAt(now()).build())
			.block(TIMEOUT)).isTrue();
	}

	/**
	 * Each step of the change is a version of its own, of which only the last one is
	 * written.
	 */
	private void change(UnaryOperator<LoginAttempt> change) {
		LoginAttempt attempt = attempt();
		LoginAttempt next = change.apply(attempt).toBuilder().version(attempt.version() + 1).build();
		assertThat(this.store.compareAndSet(next).block(TIMEOUT)).isTrue();
	}

	private LoginAttempt attempt() {
		return Objects.requireNonNull(this.store.attempt().block(TIMEOUT));
	}

	private Notice last() {
		return this.channel.notices.get(this.channel.notices.size() - 1);
	}

	private LoginQrCode code() {
		return new LoginQrCode("scan-secret", CodeImage.of(Samples.PNG), now(), now().plusSeconds(300),
				Duration.ofSeconds(5));
	}

	private WestmoonSession session() {
		return Samples.session("token-secret", now()).withUser(WestmoonUser.of(Map.of("id", "1", "name", "西月")));
	}

	private LoginEvent required() {
		return new LoginEvent.LoginRequired("default", now(), attempt().id(), null);
	}

	private LoginEvent issued() {
		return new LoginEvent.CodeIssued("default", now(), attempt().id(), null, now(), null);
	}

	private LoginEvent loggedIn() {
		return new LoginEvent.LoggedIn("default", now(), null, null);
	}

	private Instant now() {
		return this.time.now();
	}

	private void pass(Duration duration) {
		this.time.advance(duration);
	}

}
