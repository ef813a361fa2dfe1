package io.westmoon.login.page;

import java.time.Clock;
import java.util.Optional;

import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginNotifications;
import io.westmoon.login.WestmoonAuthClient;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The login page of a WebFlux application.
 */
@RegisterReflectionForBinding(AttemptView.class)
public final class ReactiveLoginPage {

	private static final boolean SECURITY = ClassUtils
		.isPresent("org.springframework.security.web.server.csrf.CsrfToken", ReactiveLoginPage.class.getClassLoader());

	private final LoginPageSettings settings;

	private final LoginPage page;

	/**
	 * Creates the page.
	 * @param clients the clients of all accounts
	 * @param settings how the page is served
	 * @param clock the clock of the clients
	 * @param notifications the notices about logins; {@code null} if there are none
	 */
	public ReactiveLoginPage(Iterable<WestmoonAuthClient> clients, LoginPageSettings settings, Clock clock,
			@Nullable LoginNotifications notifications) {
		this.settings = settings;
		this.page = new LoginPage(clients, settings, clock, notifications);
	}

	/**
	 * Notes how logins end, so that their links can say so. Spring calls it with each
	 * event of all accounts; never blocks.
	 * @param event the event
	 */
	@EventListener
	public void onEvent(LoginEvent event) {
		this.page.onEvent(event);
	}

	/**
	 * Returns where the page is.
	 * @return the routes
	 */
	public RouterFunction<ServerResponse> routes() {
		String path = this.settings.path();
		return RouterFunctions.route()
			.GET(path, this::overview)
			.POST(path, this::begin)
			.GET(path + "/icon.svg", (request) -> write(this.page.icon()))
			.GET(path + "/{id}", this::show)
			.POST(path + "/{id}/code", (request) -> write(this.page.look(neutral(request), id(request))))
			.POST(path + "/{id}/again", (request) -> write(this.page.tryAgain(neutral(request), id(request))))
			.POST(path + "/{id}/snooze", (request) -> write(this.page.snooze(neutral(request), id(request))))
			.GET(path + "/{id}/state", (request) -> write(this.page.state(id(request))))
			.GET(path + "/{id}/events", this::events)
			.GET(path + "/{id}/{code}", (request) -> write(this.page.code(id(request), request.pathVariable("code"))))
			.filter((request, next) -> {
				PageResponse refusal = this.page.refuse(neutral(request));
				return (refusal != null) ? write(refusal) : next.handle(request);
			})
			.build();
	}

	private Mono<ServerResponse> overview(ServerRequest request) {
		return csrf(request).flatMap((csrf) -> write(this.page.overview(neutral(request), csrf.orElse(null))));
	}

	private Mono<ServerResponse> begin(ServerRequest request) {
		return request.formData().flatMap((form) -> write(this.page.begin(neutral(request), form.getFirst("account"))));
	}

	private Mono<ServerResponse> show(ServerRequest request) {
		return csrf(request).flatMap((csrf) -> write(this.page.show(neutral(request), id(request), csrf.orElse(null))));
	}

	private Mono<ServerResponse> events(ServerRequest request) {
		Flux<String> events = this.page.follow(id(request));
		if (events == null) {
			return write(this.page.state(id(request)));
		}
		return ServerResponse.ok()
			.contentType(MediaType.TEXT_EVENT_STREAM)
			.headers((headers) -> headers.addAll(PageResponse.stream()))
			.body(BodyInserters.fromServerSentEvents(events.map((state) -> ServerSentEvent.builder(state).build())));
	}

	private static Mono<ServerResponse> write(Mono<PageResponse> answer) {
		return answer.flatMap(ReactiveLoginPage::write);
	}

	private static Mono<ServerResponse> write(PageResponse answer) {
		return ServerResponse.status(answer.status())
			.headers((headers) -> headers.addAll(answer.headers()))
			.bodyValue(answer.body());
	}

	private static PageRequest neutral(ServerRequest request) {
		return new PageRequest(request.uri(), request.headers().asHttpHeaders());
	}

	private static String id(ServerRequest request) {
		return request.pathVariable("id");
	}

	private static Mono<Optional<PageCsrfToken>> csrf(ServerRequest request) {
		return SECURITY ? SpringSecurity.csrf(request) : Mono.just(Optional.empty());
	}

	/**
	 * Loaded only where Spring Security is there.
	 */
	private static final class SpringSecurity {

		private static Mono<Optional<PageCsrfToken>> csrf(ServerRequest request) {
			Mono<org.springframework.security.web.server.csrf.CsrfToken> token = request.exchange()
				.getAttribute(org.springframework.security.web.server.csrf.CsrfToken.class.getName());
			return (token == null) ? Mono.just(Optional.empty()) : token
				.map((present) -> Optional
					.of(new PageCsrfToken(present.getHeaderName(), present.getParameterName(), present.getToken())))
				.defaultIfEmpty(Optional.empty());
		}

	}

}
