package io.westmoon.login.page;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginNotifications;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonLoginException;
import io.westmoon.login.page.RecentAttempts.Seen;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the login page answers, on both stacks. The id of an attempt is the key to its
 * page; whoever does not know it learns nothing. Only a POST from the page itself causes
 * anything. Never blocks.
 */
final class LoginPage {

	/**
	 * How long an answer may take; an attempt waits half a minute for its code.
	 */
	static final Duration LONGEST_ANSWER = Duration.ofSeconds(40);

	/**
	 * How long one stream of events lives before the browser asks for the next one.
	 */
	static final Duration STREAM_LIFE = Duration.ofMinutes(5);

	private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

	private static final Duration HEARTBEAT = Duration.ofSeconds(15);

	private static final Duration LONGEST_BEGIN = Duration.ofSeconds(20);

	private final LoginPageSettings settings;

	private final Iterable<WestmoonAuthClient> clients;

	private final Clock clock;

	private final @Nullable LoginNotifications notifications;

	private final RecentAttempts attempts;

	private final Map<WestmoonAuthClient, Flux<LoginEvent>> events = new ConcurrentHashMap<>();

	private final PageHtml html;

	private final PageLanguages languages = new PageLanguages();

	private final byte[] icon = HtmlTemplate.resource("icon.svg").getBytes(StandardCharsets.UTF_8);

	/**
	 * Creates the page.
	 * @param notifications the notices about logins; {@code null} if there are none
	 */
	LoginPage(Iterable<WestmoonAuthClient> clients, LoginPageSettings settings, Clock clock,
			@Nullable LoginNotifications notifications) {
		this.notifications = notifications;
		this.clients = clients;
		this.settings = settings;
		this.clock = clock;
		this.attempts = new RecentAttempts(clients, clock);
		this.html = new PageHtml(settings);
	}

	/**
	 * Refuses a request for a host that is not the page's.
	 * @return {@code null} if the page is served under that name
	 */
	@Nullable PageResponse refuse(PageRequest request) {
		return request.isForThisHost(this.settings) ? null
				: PageResponse.of(HttpStatus.MISDIRECTED_REQUEST, MediaType.TEXT_PLAIN,
						("The login page is at " + this.settings.publicUrl() + " only.\n"
								+ "A proxy in front of it has to pass on the host name that browsers ask for.\n")
							.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Notes what happens to the login of an account.
	 */
	void onEvent(LoginEvent event) {
		this.attempts.onEvent(event);
	}

	/**
	 * Shows the page of an attempt, how it ended, or that the link has expired.
	 */
	PageResponse show(PageRequest request, String id, @Nullable PageCsrfToken csrf) {
		Seen seen = this.attempts.find(id);
		PageMessages texts = this.languages.of(request.languages());
		return (seen != null) ? this.html.attempt(texts, id, seen.client().account(), view(seen), csrf)
				: this.html.expired(texts);
	}

	private AttemptView view(Seen seen) {
		Instant now = this.clock.instant();
		AttemptView view = seen.view(now);
		if (seen.attempt() == null || !view.isReminded() || !isNotified(seen)) {
			return view;
		}
		Long quiet = AttemptView.left(seen.attempt().nextNoticeAt(), now);
		return view.withQuiet((quiet != null) ? quiet : 0);
	}

	private boolean isNotified(Seen seen) {
		return this.notifications != null && !this.notifications.channels(seen.client().account()).isEmpty();
	}

	/**
	 * Notes that somebody looks at the page, waits for the code and tells how the attempt
	 * stands.
	 */
	Mono<PageResponse> look(PageRequest request, String id) {
		if (!request.isSameOrigin(this.settings)) {
			return Mono.just(PageResponse.empty(HttpStatus.FORBIDDEN));
		}
		Seen seen = this.attempts.find(id);
		if (seen == null || !seen.isLive()) {
			return Mono.just(state(id));
		}
		return seen.client()
			.openCode(id)
			.then(Mono.fromSupplier(() -> state(id)))
			.onErrorResume(SessionStoreException.class,
					(error) -> Mono.just(PageResponse.empty(HttpStatus.SERVICE_UNAVAILABLE)))
			.onErrorResume(WestmoonLoginException.class, (error) -> Mono.fromSupplier(() -> state(id)));
	}

	/**
	 * Puts off the next notice that somebody has to scan. Only the id of the attempt that
	 * waits allows that.
	 */
	Mono<PageResponse> snooze(PageRequest request, String id) {
		if (!request.isSameOrigin(this.settings)) {
			return Mono.just(PageResponse.empty(HttpStatus.FORBIDDEN));
		}
		Seen seen = this.attempts.find(id);
		if (seen == null || this.notifications == null || view(seen).quietSeconds() == null) {
			return Mono.just(state(id));
		}
		return this.notifications.snooze(seen.client().account(), LoginNotifications.SNOOZE)
			.map((snoozed) -> snoozed ? quiet(id) : state(id))
			.onErrorResume(WestmoonLoginException.class,
					(error) -> Mono.just(PageResponse.empty(HttpStatus.SERVICE_UNAVAILABLE)));
	}

	/**
	 * Tells at once what the account's status may know a moment later only.
	 */
	private PageResponse quiet(String id) {
		Seen seen = this.attempts.find(id);
		AttemptView view = (seen != null) ? view(seen) : null;
		return (view != null && view.quietSeconds() != null)
				? PageResponse.json(HttpStatus.OK, json(view.withQuiet(LoginNotifications.SNOOZE.toSeconds())))
				: state(id);
	}

	/**
	 * Tells how an attempt stands.
	 */
	PageResponse state(String id) {
		Seen seen = this.attempts.find(id);
		return (seen != null) ? PageResponse.json(HttpStatus.OK, json(view(seen)))
				: PageResponse.empty(HttpStatus.NOT_FOUND);
	}

	/**
	 * Begins another login in place of one that has ended without a session, unless the
	 * account cools down, and tells the id of its page. Joins one that somebody else has
	 * begun meanwhile. Only the id of the ended attempt allows that.
	 */
	Mono<PageResponse> tryAgain(PageRequest request, String id) {
		if (!request.isSameOrigin(this.settings)) {
			return Mono.just(PageResponse.empty(HttpStatus.FORBIDDEN));
		}
		Seen seen = this.attempts.find(id);
		if (seen == null || !view(seen).isDue()) {
			return Mono.just(state(id));
		}
		LoginStatus.Attempt last = seen.client().status().attempt();
		Mono<Void> begun = (last != null && AttemptView.isLive(last)) ? Mono.empty() : begin(seen.client());
		return begun.then(Mono.fromSupplier(() -> {
			LoginStatus.Attempt next = seen.client().status().attempt();
			return (next != null && AttemptView.isLive(next))
					? PageResponse.json(HttpStatus.OK, json(Map.of("next", next.id()))) : state(id);
		}));
	}

	/**
	 * Starts a login, and waits a moment for its code.
	 */
	private static Mono<Void> begin(WestmoonAuthClient client) {
		return client.startLogin().timeout(LONGEST_BEGIN).onErrorComplete().then();
	}

	/**
	 * Tells how an attempt stands whenever that changes, and now and then although it did
	 * not, so that proxies keep the stream open. Ends with the attempt, or when the
	 * application shuts down.
	 * @return {@code null} if there is no such attempt
	 */
	@Nullable Flux<String> follow(String id) {
		Seen seen = this.attempts.find(id);
		if (seen == null) {
			return null;
		}
		Flux<LoginEvent> events = events(seen.client());
		return often(HEARTBEAT)
			.switchMap((beat) -> Flux.merge(often(LOOK_AGAIN), events)
				.onBackpressureLatest()
				.map((news) -> latest(id))
				.distinctUntilChanged(AttemptView::withoutTimes))
			.takeUntil((state) -> !state.isLive())
			.takeUntilOther(events.ignoreElements())
			.take(STREAM_LIFE)
			.map(LoginPage::json);
	}

	/**
	 * Shares the events of a client among all who follow an attempt, since each
	 * subscriber of the client keeps a thread's attention. Forgets the client when nobody
	 * follows any more.
	 */
	private Flux<LoginEvent> events(WestmoonAuthClient client) {
		return this.events.computeIfAbsent(client,
				(known) -> known.events().doFinally((signal) -> this.events.remove(known)).share());
	}

	private static Flux<Long> often(Duration period) {
		return Flux.interval(Duration.ZERO, period).onBackpressureDrop();
	}

	private AttemptView latest(String id) {
		Seen seen = this.attempts.find(id);
		return (seen != null) ? view(seen) : AttemptView.unknownEnd();
	}

	/**
	 * Gives the picture of an attempt's living code, the only answer that carries it.
	 * Never waits for another one.
	 */
	Mono<PageResponse> code(String id, String name) {
		Seen seen = this.attempts.find(id);
		if (seen == null || !seen.isLive() || !view(seen).isLivingCode(name)) {
			return Mono.just(PageResponse.empty(HttpStatus.NOT_FOUND));
		}
		return seen.client()
			.openCode(id)
			.filter((code) -> name.equals(AttemptView.codeName(code.expiresAt())))
			.mapNotNull(LoginQrCode::image)
			.map((image) -> PageResponse.of(HttpStatus.OK, MediaType.parseMediaType(image.mediaType()), image.bytes()))
			.onErrorComplete(WestmoonLoginException.class)
			.defaultIfEmpty(PageResponse.empty(HttpStatus.NOT_FOUND));
	}

	/**
	 * Shows all accounts to operators.
	 */
	PageResponse overview(PageRequest request, @Nullable PageCsrfToken csrf) {
		PageMessages texts = this.languages.of(request.languages());
		if (!this.settings.overview()) {
			return this.html.expired(texts);
		}
		List<LoginStatus> accounts = new ArrayList<>();
		this.clients.forEach((client) -> accounts.add(client.status()));
		return this.html.overview(texts, accounts, csrf, this.clock.instant());
	}

	/**
	 * Starts a login for an operator, and leads to its page.
	 */
	Mono<PageResponse> begin(PageRequest request, @Nullable String account) {
		if (!this.settings.overview()) {
			return Mono.just(overview(request, null));
		}
		if (!request.isSameOrigin(this.settings)) {
			return Mono.just(PageResponse.empty(HttpStatus.FORBIDDEN));
		}
		for (WestmoonAuthClient client : this.clients) {
			if (client.account().equals(account)) {
				return begin(client).then(Mono.fromSupplier(() -> seeOther(client.status().attempt())));
			}
		}
		return Mono.just(PageResponse.empty(HttpStatus.NOT_FOUND));
	}

	private PageResponse seeOther(LoginStatus.@Nullable Attempt attempt) {
		String base = this.settings.lastSegment();
		return PageResponse.empty(HttpStatus.SEE_OTHER)
			.with(HttpHeaders.LOCATION,
					(attempt != null && AttemptView.isLive(attempt)) ? base + "/" + attempt.id() : base);
	}

	PageResponse icon() {
		return PageResponse.of(HttpStatus.OK, MediaType.parseMediaType("image/svg+xml"), this.icon);
	}

	private static String json(Object state) {
		return JsonMapper.shared().writeValueAsString(state);
	}

}
