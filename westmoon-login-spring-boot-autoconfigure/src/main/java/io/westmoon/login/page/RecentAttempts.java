package io.westmoon.login.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import io.westmoon.login.LoginStatus;
import io.westmoon.login.WestmoonAuthClient;
import org.jspecify.annotations.Nullable;

/**
 * Finds the attempt of an id among the accounts. One that has ended is found for another
 * minute at most, if it was seen alive within that time: so the outcome reaches those
 * whose page is open. Thread-safe; never blocks.
 */
final class RecentAttempts {

	private static final Duration REMEMBERED = Duration.ofMinutes(1);

	private final Iterable<WestmoonAuthClient> clients;

	private final Clock clock;

	private final Map<String, Seen> seen = new HashMap<>();

	RecentAttempts(Iterable<WestmoonAuthClient> clients, Clock clock) {
		this.clients = clients;
		this.clock = clock;
	}

	/**
	 * Looks for an attempt, in a time that does not tell how much of the id is right.
	 * @param id the id
	 * @return {@code null} if no such attempt lives or has ended just now
	 */
	synchronized @Nullable Seen find(String id) {
		look();
		byte[] wanted = id.getBytes(StandardCharsets.UTF_8);
		Seen found = null;
		for (Map.Entry<String, Seen> entry : this.seen.entrySet()) {
			if (MessageDigest.isEqual(entry.getKey().getBytes(StandardCharsets.UTF_8), wanted)) {
				found = entry.getValue();
			}
		}
		return found;
	}

	private void look() {
		Instant now = this.clock.instant();
		this.seen.replaceAll((id, attempt) -> attempt.ended());
		for (WestmoonAuthClient client : this.clients) {
			LoginStatus status = client.status();
			LoginStatus.Attempt attempt = status.attempt();
			if (attempt != null) {
				see(client, attempt.id(), AttemptView.of(status, attempt, now), now);
			}
		}
		this.seen.values().removeIf((attempt) -> !now.isBefore(attempt.aliveAt.plus(REMEMBERED)));
	}

	private void see(WestmoonAuthClient client, String id, AttemptView state, Instant now) {
		if (state.isLive()) {
			this.seen.put(id, new Seen(client, state, now));
		}
		else {
			this.seen.computeIfPresent(id, (same, before) -> new Seen(client, state, before.aliveAt));
		}
	}

	/**
	 * An attempt as it was seen last.
	 *
	 * @param client the client of its account
	 * @param state how it stands
	 * @param aliveAt when it was seen alive last
	 */
	record Seen(WestmoonAuthClient client, AttemptView state, Instant aliveAt) {

		private Seen ended() {
			return this.state.isLive() ? new Seen(this.client, AttemptView.unknownEnd(), this.aliveAt) : this;
		}

	}

}
