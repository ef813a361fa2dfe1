package io.westmoon.login.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonUser;
import org.jspecify.annotations.Nullable;

/**
 * Finds the attempt of an id among the accounts. One that has ended is found for another
 * ten minutes, so that its link says how it ended: the account's status tells of the last
 * one, also where another process drove it, and events tell of those before it.
 * Thread-safe; never blocks.
 */
final class RecentAttempts {

	/**
	 * How long the outcome of an attempt is known.
	 */
	static final Duration REMEMBERED = Duration.ofMinutes(10);

	static final int MAX_ENDED = 100;

	private final Iterable<WestmoonAuthClient> clients;

	private final Clock clock;

	private final Map<String, String> living = new HashMap<>();

	private final Map<String, Seen> ended = new LinkedHashMap<>();

	RecentAttempts(Iterable<WestmoonAuthClient> clients, Clock clock) {
		this.clients = clients;
		this.clock = clock;
	}

	/**
	 * Looks for an attempt, in a time that does not tell how much of the id is right.
	 * @param id the id
	 * @return {@code null} if no such attempt lives or ended within ten minutes
	 */
	synchronized @Nullable Seen find(String id) {
		List<Seen> known = look();
		known.addAll(this.ended.values());
		byte[] wanted = id.getBytes(StandardCharsets.UTF_8);
		Seen found = null;
		for (Seen seen : known) {
			boolean same = MessageDigest.isEqual(seen.id.getBytes(StandardCharsets.UTF_8), wanted);
			found = (same && found == null) ? seen : found;
		}
		return found;
	}

	/**
	 * Notes what happens to an attempt that nobody may look at before the next one
	 * begins.
	 */
	synchronized void onEvent(LoginEvent event) {
		WestmoonAuthClient client = client(event.account());
		if (client == null) {
			return;
		}
		if (event instanceof LoginEvent.LoginRequired begun) {
			lives(client, begun.attemptId());
		}
		else if (event instanceof LoginEvent.CodeIssued shown) {
			lives(client, shown.attemptId());
		}
		else if (event instanceof LoginEvent.Failed failed && failed.failure().kind() != LoginFailure.Kind.PLATFORM) {
			fails(client, failed.attemptId(), failed.failure(), failed.coolDownUntil(), failed.at());
		}
		else if (event instanceof LoginEvent.Abandoned abandoned) {
			fails(client, abandoned.attemptId(), abandoned.failure(), abandoned.coolDownUntil(), abandoned.at());
		}
		else if (event instanceof LoginEvent.LoggedIn loggedIn) {
			succeeds(client, loggedIn);
		}
		look();
	}

	private void fails(WestmoonAuthClient client, String id, LoginFailure failure, @Nullable Instant coolDownUntil,
			Instant at) {
		this.living.remove(client.account(), id);
		end(new Seen(client, id,
				new LoginStatus.Attempt(id, AttemptState.FAILED, 0, null, null, failure, coolDownUntil, at), null, at));
	}

	/**
	 * The event does not name its attempt. One that still waits is not meant: it began
	 * afterwards.
	 */
	private void succeeds(WestmoonAuthClient client, LoginEvent.LoggedIn event) {
		String id = this.living.get(client.account());
		LoginStatus.Attempt last = client.status().attempt();
		if (id != null && (last == null || !last.id().equals(id) || !AttemptView.isLive(last))) {
			this.living.remove(client.account());
			end(new Seen(client, id,
					new LoginStatus.Attempt(id, AttemptState.ACCEPTED, 0, null, null, null, null, event.at()),
					event.user(), event.at()));
		}
	}

	/**
	 * Looks how all accounts stand, and forgets those that have been removed.
	 * @return the attempts that live
	 */
	private List<Seen> look() {
		Instant now = this.clock.instant();
		List<Seen> found = new ArrayList<>();
		Map<String, WestmoonAuthClient> present = new HashMap<>();
		for (WestmoonAuthClient client : this.clients) {
			present.put(client.account(), client);
			LoginStatus status = client.status();
			LoginStatus.Attempt attempt = status.attempt();
			if (attempt != null && AttemptView.isLive(attempt)) {
				lives(client, attempt.id());
				found.add(new Seen(client, attempt.id(), attempt, null, null));
			}
			else {
				rests(client, status, attempt, now);
			}
		}
		this.living.keySet().retainAll(present.keySet());
		this.ended.values()
			.removeIf((seen) -> seen.endedAt == null || !now.isBefore(seen.endedAt.plus(REMEMBERED))
					|| present.get(seen.client.account()) != seen.client);
		return found;
	}

	private void lives(WestmoonAuthClient client, String id) {
		String before = this.living.put(client.account(), id);
		if (before != null && !before.equals(id)) {
			end(new Seen(client, before, null, null, this.clock.instant()));
		}
	}

	private void rests(WestmoonAuthClient client, LoginStatus status, LoginStatus.@Nullable Attempt last, Instant now) {
		String before = this.living.remove(client.account());
		boolean same = last != null && last.id().equals(before);
		if (before != null && !same) {
			end(new Seen(client, before, null, null, now));
		}
		Instant endedAt = (last == null) ? null : (last.endedAt() != null) ? last.endedAt() : same ? now : null;
		if (last != null && endedAt != null) {
			WestmoonUser user = (last.state() == AttemptState.ACCEPTED) ? status.session().user() : null;
			end(new Seen(client, last.id(), last, user, endedAt));
		}
	}

	/**
	 * Notes an end. That something has ended does not replace how it ended.
	 */
	private void end(Seen seen) {
		Seen before = this.ended.get(seen.id);
		if (before == null || (seen.attempt != null && !seen.equals(before))) {
			this.ended.remove(seen.id);
			this.ended.put(seen.id, seen);
		}
		Iterator<Seen> oldest = this.ended.values().iterator();
		while (this.ended.size() > MAX_ENDED) {
			oldest.next();
			oldest.remove();
		}
	}

	private @Nullable WestmoonAuthClient client(String account) {
		for (WestmoonAuthClient client : this.clients) {
			if (account.equals(client.account())) {
				return client;
			}
		}
		return null;
	}

	/**
	 * An attempt as it was seen last.
	 *
	 * @param client the client of its account
	 * @param id its id
	 * @param attempt how it stands; {@code null} if it has ended in a way that was not
	 * seen
	 * @param user who logged in; {@code null} if nobody did, or if unknown
	 * @param endedAt when it ended; {@code null} if it lives
	 */
	record Seen(WestmoonAuthClient client, String id, LoginStatus.@Nullable Attempt attempt,
			@Nullable WestmoonUser user, @Nullable Instant endedAt) {

		boolean isLive() {
			return this.endedAt == null;
		}

		/**
		 * Describes the attempt for its page.
		 */
		AttemptView view(Instant now) {
			LoginStatus status = this.client.status();
			if (this.endedAt == null && this.attempt != null) {
				return AttemptView.of(this.attempt, now);
			}
			LoginStatus.Attempt last = status.attempt();
			boolean loggedInSince = last != null && last.state() == AttemptState.ACCEPTED && !last.id().equals(this.id);
			if (loggedInSince) {
				return AttemptView.accepted(status.session().user());
			}
			if (this.attempt == null || this.attempt.state() == AttemptState.LOGGED_OUT) {
				return AttemptView.unknownEnd();
			}
			if (this.attempt.state() == AttemptState.ACCEPTED) {
				return AttemptView.accepted(this.user);
			}
			return failed(this.attempt, last, now);
		}

		/**
		 * Whoever has the link may begin another login while the end is known, once the
		 * account's cool-down is over, or join one that has begun already.
		 */
		private AttemptView failed(LoginStatus.Attempt attempt, LoginStatus.@Nullable Attempt last, Instant now) {
			AttemptView view = AttemptView.of(attempt, now);
			if (last == null || last.state() == AttemptState.LOGGED_OUT || !view.canBeTriedAgain()) {
				return view;
			}
			if (AttemptView.isLive(last)) {
				return view.withRetry(null, true);
			}
			Instant coolDownUntil = last.coolDownUntil();
			boolean inTime = coolDownUntil == null || this.endedAt == null
					|| coolDownUntil.isBefore(this.endedAt.plus(REMEMBERED));
			return view.withRetry(AttemptView.left(coolDownUntil, now), inTime);
		}

	}

}
