package io.westmoon.login.notify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.westmoon.login.client.VirtualTime;
import io.westmoon.login.testsupport.CapturedLog;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class ChannelSenderTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final VirtualTime time = new VirtualTime();

	private final List<Long> sent = new ArrayList<>();

	private final List<Boolean> counted = new ArrayList<>();

	private final List<String> answers = new ArrayList<>();

	private List<RateLimit> limits = List.of();

	private Duration clockOffset = Duration.ZERO;

	@Test
	void aFailureThatMayPassIsRetriedTwiceLaterEachTime() {
		deliver(sender(() -> Mono.error(new NotificationException("busy", Duration.ofSeconds(2)))));
		this.time.pass(Duration.ofMinutes(1));
		assertThat(this.sent).containsExactly(0L, 2L, 6L);
		assertThat(this.answers).containsExactly("busy");
		assertThat(this.counted).containsExactly(false);
	}

	@Test
	void aFailureThatDoesNotPassIsNotRetried() {
		deliver(sender(() -> Mono.error(new NotificationException("refused", null))));
		this.time.pass(Duration.ofMinutes(1));
		assertThat(this.sent).hasSize(1);
		assertThat(this.answers).containsExactly("refused");
	}

	@Test
	void aMessageThatWorksAtLastIsSent() {
		deliver(sender(() -> (this.sent.size() < 3) ? Mono.error(new IllegalStateException("x")) : Mono.empty()));
		this.time.pass(Duration.ofMinutes(1));
		assertThat(this.answers).containsExactly("sent");
		assertThat(this.counted).containsExactly(true);
	}

	@Test
	void aMessageThatNeverEndsIsGivenUpAndTheNextNoticeIsSent() {
		boolean[] hangs = { true };
		ChannelSender sender = sender(() -> hangs[0] ? Mono.never() : Mono.empty());
		deliver(sender);
		deliver(sender);
		this.time.pass(Duration.ofSeconds(35));
		hangs[0] = false;
		this.time.pass(Duration.ofSeconds(30));
		assertThat(this.answers).containsExactly("no answer within 10000 ms", "sent");
	}

	@Test
	void anErrorOfAChannelIsAFailedNotice() {
		ChannelSender lazy = sender(() -> Mono.fromRunnable(() -> {
			throw new NoClassDefFoundError("hunter2");
		}));
		deliver(lazy);
		deliver(sender(() -> {
			throw new NoClassDefFoundError("hunter2");
		}));
		deliver(lazy);
		this.time.pass(Duration.ofMinutes(1));
		assertThat(this.answers).hasSize(3).allMatch((answer) -> answer.equals("NoClassDefFoundError"));
	}

	@Test
	void moreMessagesThanAChannelTakesWait() {
		this.limits = List.of(new RateLimit(2, Duration.ofSeconds(1)), RateLimit.perMinute(5));
		ChannelSender sender = sender(Mono::empty);
		for (int i = 0; i < 8; i++) {
			deliver(sender);
		}
		this.time.pass(Duration.ofMinutes(2));
		assertThat(this.sent).containsExactly(0L, 0L, 1L, 1L, 2L, 60L, 60L, 61L);
	}

	@Test
	void aClockThatIsSetBackHoldsUpNoMessage() {
		this.limits = List.of(RateLimit.perMinute(1));
		ChannelSender sender = sender(Mono::empty);
		deliver(sender);
		this.clockOffset = Duration.ofHours(-1);
		deliver(sender);
		assertThat(this.answers).containsExactly("sent", "sent");
	}

	@Test
	void anErrorOfTheLimitsIsAFailedNoticeAndTheNextOneIsSent() {
		boolean[] fails = { true };
		this.limits = new AbstractList<>() {

			@Override
			public RateLimit get(int index) {
				throw new IndexOutOfBoundsException();
			}

			@Override
			public int size() {
				if (fails[0]) {
					throw new NoClassDefFoundError("hunter2");
				}
				return 0;
			}

		};
		ChannelSender sender = sender(Mono::empty);
		deliver(sender);
		this.time.pass(Duration.ofMinutes(1));
		fails[0] = false;
		deliver(sender);
		assertThat(this.answers).containsExactly("NoClassDefFoundError", "sent");
	}

	@Test
	void whoFinishesSendsWhatWaitsAndTakesNoMore() {
		this.limits = List.of(new RateLimit(1, Duration.ofSeconds(5)));
		ChannelSender sender = sender(Mono::empty);
		deliver(sender);
		deliver(sender);
		AtomicBoolean finished = new AtomicBoolean();
		sender.finish().subscribe((nothing) -> {
		}, (error) -> {
		}, () -> finished.set(true));
		assertThat(finished).isFalse();
		deliver(sender);
		this.time.pass(Duration.ofSeconds(5));
		assertThat(finished).isTrue();
		assertThat(this.sent).containsExactly(0L, 5L);
		assertThat(this.answers).containsExactly("sent", "the channel is closed", "sent");
	}

	@Test
	void whoIsClosedIsFinished() {
		ChannelSender sender = sender(Mono::never);
		deliver(sender);
		sender.close();
		StepVerifier.create(sender.finish()).expectComplete().verify(TIMEOUT);
	}

	@Test
	void whatNoLongerFitsIntoTheQueueIsAFailedNotice() {
		ChannelSender sender = sender(Mono::never);
		for (int i = 0; i < 200; i++) {
			deliver(sender);
		}
		assertThat(this.answers).isNotEmpty().containsOnly("too many notices wait already");
	}

	@Test
	void aFailedNoticeIsLoggedInOneLineWithoutSecrets() {
		try (CapturedLog log = CapturedLog.open()) {
			sender(() -> Mono.error(new NotificationException("errcode 1\nforged", null))).send(Notices.withLink());
			assertThat(log.lines()).filteredOn((line) -> line.logger().equals(ChannelSender.class.getName()))
				.singleElement()
				.satisfies((line) -> assertThat(line.message())
					.isEqualTo("Account 'shop': the notice LOGIN_NEEDED was not sent by test: errcode 1 forged"));
		}
	}

	@Test
	void neitherANoticeNorItsTextShowsTheLink() {
		assertThat(Notices.withLink().toString()).doesNotContain("attempt-secret");
		StepVerifier.create(sender(Mono::empty).deliver(Notices.withLink())).expectComplete().verify(TIMEOUT);
	}

	private void deliver(ChannelSender sender) {
		sender.deliver(Notices.outcome()).subscribe((nothing) -> {
		}, (error) -> this.answers.add(error.getMessage()), () -> this.answers.add("sent"));
	}

	private ChannelSender sender(Supplier<Mono<Void>> message) {
		NotificationChannel channel = new NotificationChannel() {

			@Override
			public String name() {
				return "test";
			}

			@Override
			public List<Mono<Void>> messages(Notice notice) {
				return List.of(Mono.defer(() -> {
					ChannelSenderTests.this.sent.add(ChannelSenderTests.this.time.scheduler().now(TimeUnit.SECONDS));
					return message.get();
				}));
			}

			@Override
			public List<RateLimit> limits() {
				return ChannelSenderTests.this.limits;
			}

		};
		return new ChannelSender(channel, TIMEOUT, new MovableClock(), (name, ok) -> this.counted.add(ok));
	}

	private final class MovableClock implements Scheduler {

		private final Scheduler scheduler = ChannelSenderTests.this.time.scheduler();

		@Override
		public long now(TimeUnit unit) {
			return this.scheduler.now(unit) + unit.convert(ChannelSenderTests.this.clockOffset);
		}

		@Override
		public Disposable schedule(Runnable task) {
			return this.scheduler.schedule(task);
		}

		@Override
		public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
			return this.scheduler.schedule(task, delay, unit);
		}

		@Override
		public Worker createWorker() {
			return this.scheduler.createWorker();
		}

	}

}
