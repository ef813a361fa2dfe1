package io.westmoon.login.notify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import reactor.core.publisher.Mono;

/**
 * Remembers the notices that it got.
 */
public final class RecordingChannel implements NotificationChannel {

	/**
	 * The notices, the first one first.
	 */
	public final List<Notice> notices = Collections.synchronizedList(new ArrayList<>());

	@Override
	public String name() {
		return "recording";
	}

	@Override
	public List<Mono<Void>> messages(Notice notice) {
		return List.of(Mono.fromRunnable(() -> this.notices.add(notice)));
	}

	/**
	 * Returns what the notices are about.
	 * @return the kinds, the first one first
	 */
	public List<NoticeKind> kinds() {
		synchronized (this.notices) {
			return this.notices.stream().map(Notice::kind).toList();
		}
	}

}
