package io.westmoon.login.simulation;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

import io.westmoon.login.LoginEvent;
import io.westmoon.login.SessionStore;
import io.westmoon.login.notify.ChannelSender;
import io.westmoon.login.notify.LoginNotifier;
import io.westmoon.login.notify.Notice;
import io.westmoon.login.notify.NoticeKind;
import io.westmoon.login.notify.NotificationChannel;
import io.westmoon.login.notify.NotificationSettings;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What tells people about the logins from one process: the second writer of the attempt.
 * People who are told look at the page, now and then at the very moment when the notice
 * is claimed, and put the next one off.
 */
final class ProcessNotifier implements NotificationChannel {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Simulation simulation;

	private final SimulatedProcess process;

	private final LoginNotifier notifier;

	private int asked;

	private int sent;

	ProcessNotifier(Simulation simulation, SimulatedProcess process, SessionStore store, Scheduler scheduler) {
		this.simulation = simulation;
		this.process = process;
		Scenario scenario = simulation.scenario();
		NotificationSettings settings = new NotificationSettings("default", null, null, null, Locale.ENGLISH,
				ZoneOffset.UTC, null, scenario.remindEvery(), scenario.settings().loginPage(), Duration.ofDays(1));
		ChannelSender channel = new ChannelSender(this, TIMEOUT, scheduler, (notice, sent) -> {
		});
		this.notifier = new LoginNotifier(settings, store, List.of(channel), process.clock(), scheduler);
	}

	void onEvent(LoginEvent event) {
		lookMeanwhile();
		this.notifier.onEvent(event);
	}

	/**
	 * Somebody puts the next notice off.
	 */
	void snooze() {
		this.simulation.trace().add(this.process, () -> "a person puts the next notice off");
		lookMeanwhile();
		this.notifier.snooze(Duration.ofMinutes(10)).subscribe((done) -> {
		}, (error) -> this.simulation.invariants().logged("a notice cannot be put off", error));
	}

	private void lookMeanwhile() {
		if (this.simulation.scenario().hasPage()) {
			this.simulation.workload().lookMeanwhile(this.process.name() + ".notifier#" + ++this.asked, 0.6);
		}
	}

	/**
	 * Returns how many of the notices were sent that have to be claimed.
	 */
	int sent() {
		return this.sent;
	}

	@Override
	public String name() {
		return "simulated";
	}

	@Override
	public List<Mono<Void>> messages(Notice notice) {
		this.simulation.trace().add(this.process, () -> "notice " + notice.kind());
		if (notice.kind() != NoticeKind.SCANNED && notice.kind() != NoticeKind.WRONG_USER) {
			this.sent++;
		}
		this.simulation.invariants().shown(notice);
		return List.of(Mono.empty());
	}

}
