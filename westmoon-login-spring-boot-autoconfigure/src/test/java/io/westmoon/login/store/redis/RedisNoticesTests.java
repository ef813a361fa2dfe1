package io.westmoon.login.store.redis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.notify.ChannelSender;
import io.westmoon.login.notify.LoginNotifier;
import io.westmoon.login.notify.NoticeKind;
import io.westmoon.login.notify.NotificationSettings;
import io.westmoon.login.notify.RecordingChannel;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.testsupport.RealRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that share a Redis tell people once of what all of them see at the same time.
 */
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
class RedisNoticesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final int PROCESSES = 4;

	private static final int ATTEMPTS = 50;

	private final RecordingChannel chat = new RecordingChannel();

	@Test
	void eachNeedAndEachOutcomeIsToldOnce() {
		try (RealRedis redis = RealRedis.start()) {
			List<RedisConnections> hubs = new ArrayList<>();
			List<RedisSessionStore> stores = new ArrayList<>();
			List<LoginNotifier> notifiers = new ArrayList<>();
			for (int i = 0; i < PROCESSES; i++) {
				RedisConnections hub = new RedisConnections(redis.connections());
				RedisSessionStore store = new RedisSessionStore(hub, "test:", "default", Clock.systemUTC(),
						ContentCipher.NONE);
				hubs.add(hub);
				stores.add(store);
				notifiers.add(notifier(store));
			}
			LoginAttempt previous = null;
			for (int i = 0; i < ATTEMPTS; i++) {
				LoginAttempt attempt = LoginAttempt.begin("default", previous);
				assertThat(stores.get(0).compareAndSet(attempt).block(TIMEOUT)).isTrue();
				LoginEvent required = new LoginEvent.LoginRequired("default", Instant.now(), attempt.id(), null);
				notifiers.forEach((notifier) -> notifier.onEvent(required));
				awaitNotices(2 * i + 1);
				LoginAttempt told = stores.get(1).attempt().block(TIMEOUT);
				assertThat(stores.get(1)
					.compareAndSet(told.failed(new LoginFailure(LoginFailure.Kind.REJECTED), Instant.now()))
					.block(TIMEOUT)).isTrue();
				LoginEvent failed = new LoginEvent.LoggedOut("default", Instant.now());
				notifiers.forEach((notifier) -> notifier.onEvent(failed));
				awaitNotices(2 * i + 2);
				Awaitility.await().atMost(TIMEOUT).until(() -> stores.get(2).attempt().block(TIMEOUT).notices() == 0);
				previous = stores.get(2).attempt().block(TIMEOUT);
			}
			assertThat(this.chat.kinds()).filteredOn((kind) -> kind == NoticeKind.LOGIN_NEEDED).hasSize(ATTEMPTS);
			assertThat(this.chat.kinds()).filteredOn((kind) -> kind == NoticeKind.LOGIN_FAILED).hasSize(ATTEMPTS);
			notifiers.forEach(LoginNotifier::close);
			hubs.forEach(RedisConnections::close);
		}
	}

	private void awaitNotices(int count) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.atMost(TIMEOUT)
			.until(() -> this.chat.kinds().size() >= count);
	}

	private LoginNotifier notifier(RedisSessionStore store) {
		NotificationSettings settings = new NotificationSettings("default", null, null, null, Locale.ENGLISH,
				ZoneOffset.UTC, null, Duration.ofMinutes(30), "https://jobs.example.com/login", Duration.ofDays(1));
		ChannelSender sender = new ChannelSender(this.chat, Duration.ofSeconds(10), Schedulers.parallel(),
				(name, sent) -> {
				});
		return new LoginNotifier(settings, store, List.of(sender), Clock.systemUTC(), Schedulers.parallel());
	}

}
