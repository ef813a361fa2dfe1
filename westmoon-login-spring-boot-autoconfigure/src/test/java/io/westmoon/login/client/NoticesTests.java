package io.westmoon.login.client;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

import io.westmoon.login.ScanStatus;
import io.westmoon.login.AttemptState;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.notify.ChannelSender;
import io.westmoon.login.notify.LoginNotifier;
import io.westmoon.login.notify.NoticeKind;
import io.westmoon.login.notify.NotificationSettings;
import io.westmoon.login.notify.RecordingChannel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes with a notifier each, which share a store and a group chat.
 */
class NoticesTests extends EngineFixture {

	private static final String PAGE = "https://jobs.example.com/login";

	private final RecordingChannel chat = new RecordingChannel();

	private final List<LoginNotifier> notifiers = new ArrayList<>();

	@AfterEach
	void closeNotifiers() {
		this.notifiers.forEach(LoginNotifier::close);
	}

	@Test
	void aLoginOfTwoProcessesIsToldOnceFromTheNeedToTheEnd() {
		WestmoonAuthClient one = process(PAGE);
		WestmoonAuthClient other = process(PAGE);
		PendingCall<WestmoonSession> first = call(one.session(LONG));
		PendingCall<WestmoonSession> second = call(other.session(LONG));
		this.time.pass(Duration.ofMinutes(31));
		assertThat(this.chat.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED, NoticeKind.REMINDER);
		assertThat(this.chat.notices.get(0).link()).isEqualTo(PAGE + "/" + attempt().id());
		call(other.openCode(attempt().id()));
		this.time.pass(Duration.ofSeconds(2));
		this.platform.scan(ScanStatus.SCANNED);
		this.time.pass(INTERVAL);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL.multipliedBy(2));
		assertThat(first.value()).isEqualTo(second.value());
		this.time.pass(Duration.ofHours(2));
		assertThat(this.chat.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED, NoticeKind.REMINDER, NoticeKind.SCANNED,
				NoticeKind.LOGGED_IN);
	}

	@Test
	void theNoticesDoNotHoldUpACode() {
		WestmoonAuthClient one = process(null);
		call(one.session(LONG));
		assertThat(this.platform.codes).hasSize(1);
		assertThat(this.chat.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(stored().accessToken()).isEqualTo("token-of-scan-1");
		this.time.pass(Duration.ofSeconds(5));
		assertThat(this.chat.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED, NoticeKind.LOGGED_IN);
	}

	@Test
	void whoeverNobodyScansForIsToldOfEachCodeAndOfTheEnd() {
		call(process(null).session(LONG));
		this.time.pass(Duration.ofMinutes(20));
		assertThat(this.platform.codes).hasSize(3);
		assertThat(this.chat.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED, NoticeKind.REMINDER, NoticeKind.REMINDER,
				NoticeKind.LOGIN_FAILED);
	}

	@Test
	void theProcessThatTakesOverTellsTheEnd() {
		WestmoonAuthClient one = process(PAGE);
		call(one.session(LONG));
		this.time.pass(Duration.ofMinutes(1));
		one.close();
		this.notifiers.get(0).close();
		WestmoonAuthClient other = process(PAGE);
		call(other.openCode(attempt().id()));
		this.time.pass(Duration.ofSeconds(2));
		this.platform.confirmAs("u1");
		this.time.pass(Duration.ofMinutes(1));
		assertThat(this.chat.kinds()).containsExactly(NoticeKind.LOGIN_NEEDED, NoticeKind.LOGGED_IN);
	}

	@Test
	void aNoticeTellsWhatWorkWaits() {
		AtomicReference<WestmoonAuthClient> client = new AtomicReference<>();
		LoginNotifier notifier = new LoginNotifier(settings(PAGE), this.store, List.of(sender()), this.time.clock(),
				this.time.scheduler(), () -> client.get().waitingFor());
		this.notifiers.add(notifier);
		client.set(client(DefaultWestmoonAuthClient.builder().loginPage(PAGE).listener(notifier)));
		call(client.get().verifiedSession(LONG, "nightly import"));
		call(client.get().verifiedSession(LONG, "weekly report"));
		this.time.pass(Duration.ofMinutes(31));
		assertThat(this.chat.notices).hasSize(2);
		assertThat(this.chat.notices.get(0).lines()).contains("等待登录的任务：nightly import");
		assertThat(this.chat.notices.get(1).lines()).contains("等待登录的任务：nightly import", "等待登录的任务：weekly report");
	}

	@Test
	void aSessionThatEndsSoonIsToldToOneMoreChannelWithEachReminder() {
		save(this.platform.issue("t1", "u1"));
		RecordingChannel second = new RecordingChannel();
		LoginNotifier notifier = new LoginNotifier(settings(PAGE), this.store, List.of(sender(), sender(second)),
				this.time.clock(), this.time.scheduler());
		this.notifiers.add(notifier);
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().loginPage(PAGE).listener(notifier));
		this.time.pass(Duration.ofDays(6).plusHours(1));
		assertThat(this.chat.kinds()).containsExactly(NoticeKind.RENEWAL);
		assertThat(this.chat.notices.get(0).link()).isEqualTo(PAGE + "/" + attempt().id());
		assertThat(second.notices).isEmpty();
		this.time.pass(Duration.ofHours(8));
		assertThat(this.chat.kinds()).containsExactly(NoticeKind.RENEWAL, NoticeKind.RENEWAL);
		assertThat(second.kinds()).containsExactly(NoticeKind.RENEWAL);
		call(client.openCode(attempt().id()));
		this.time.pass(Duration.ofSeconds(2));
		this.platform.confirmAs("u1");
		this.time.pass(Duration.ofMinutes(1));
		assertThat(stored().accessToken()).isEqualTo("token-of-scan-1");
		assertThat(second.kinds()).containsExactly(NoticeKind.RENEWAL, NoticeKind.LOGGED_IN);
	}

	@Test
	void aRenewalThatNobodyScansIsNoFailureToTell() {
		save(this.platform.issue("t1", "u1"));
		WestmoonAuthClient client = process(PAGE);
		this.time.pass(Duration.ofDays(6).plusHours(1));
		call(client.openCode(attempt().id()));
		this.time.pass(Duration.ofHours(1));
		assertThat(attempt().state()).isEqualTo(AttemptState.FAILED);
		assertThat(this.chat.kinds()).containsExactly(NoticeKind.RENEWAL);
	}

	@Test
	void aSessionThatEndsUnrenewedIsNeededThen() {
		save(this.platform.issue("t1", "u1"));
		WestmoonAuthClient client = process(PAGE);
		this.time.pass(Duration.ofDays(6).plusHours(1));
		this.platform.revokeAll();
		call(client.verifiedSession(LONG));
		this.time.pass(Duration.ofMinutes(1));
		assertThat(this.chat.kinds()).containsExactly(NoticeKind.RENEWAL, NoticeKind.LOGIN_NEEDED);
	}

	private WestmoonAuthClient process(@Nullable String page) {
		LoginNotifier notifier = notifier(page, this.store);
		this.notifiers.add(notifier);
		return client(DefaultWestmoonAuthClient.builder().loginPage(page).listener(notifier));
	}

	private LoginNotifier notifier(@Nullable String page, SessionStore store) {
		return new LoginNotifier(settings(page), store, List.of(sender()), this.time.clock(), this.time.scheduler());
	}

	private static NotificationSettings settings(@Nullable String page) {
		return new NotificationSettings("default", null, null, null, Locale.CHINESE, ZoneOffset.UTC, null,
				Duration.ofMinutes(30), page, Duration.ofDays(1));
	}

	private ChannelSender sender() {
		return sender(this.chat);
	}

	private ChannelSender sender(RecordingChannel channel) {
		return new ChannelSender(channel, Duration.ofSeconds(10), this.time.scheduler(), (name, sent) -> {
		});
	}

}
