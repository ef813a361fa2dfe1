package io.westmoon.login.page;

import java.io.IOException;
import java.time.Clock;

import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginNotifications;
import io.westmoon.login.WestmoonAuthClient;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.context.event.EventListener;
import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The login page of an MVC application. No thread of the server waits for a code or an
 * event.
 */
@RegisterReflectionForBinding(AttemptView.class)
public final class ServletLoginPage {

	private static final boolean SECURITY = ClassUtils.isPresent("org.springframework.security.web.csrf.CsrfToken",
			ServletLoginPage.class.getClassLoader());

	private final LoginPageSettings settings;

	private final LoginPage page;

	/**
	 * Creates the page.
	 * @param clients the clients of all accounts
	 * @param settings how the page is served
	 * @param clock the clock of the clients
	 * @param notifications the notices about logins; {@code null} if there are none
	 */
	public ServletLoginPage(Iterable<WestmoonAuthClient> clients, LoginPageSettings settings, Clock clock,
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
			.GET(path, (request) -> write(this.page.overview(neutral(request), csrf(request))))
			.POST(path, (request) -> write(this.page.begin(neutral(request), request.param("account").orElse(null))))
			.GET(path + "/icon.svg", (request) -> write(this.page.icon()))
			.GET(path + "/{id}", (request) -> write(this.page.show(neutral(request), id(request), csrf(request))))
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

	private ServerResponse events(ServerRequest request) {
		Flux<String> events = this.page.follow(id(request));
		return (events != null) ? new HeaderAddingServerResponse(PageResponse.stream(), ServerResponse
			.sse((stream) -> send(events, stream, Schedulers.boundedElastic()), LoginPage.STREAM_LIFE.plusSeconds(30)))
				: write(this.page.state(id(request)));
	}

	/**
	 * Sends events on threads that may block, each of which is borrowed for one event
	 * only. One that cannot be sent, since the browser has left, ends the stream.
	 * @param threads where sending may block
	 */
	static void send(Flux<String> events, ServerResponse.SseBuilder stream, Scheduler threads) {
		Disposable sending = events
			.concatMap((state) -> Mono.fromSupplier(() -> isSent(state, stream)).subscribeOn(threads))
			.takeWhile(Boolean::booleanValue)
			.subscribe((sent) -> {
			}, (error) -> stream.complete(), stream::complete);
		stream.onComplete(sending::dispose);
		stream.onTimeout(sending::dispose);
		stream.onError((error) -> sending.dispose());
	}

	private static boolean isSent(String state, ServerResponse.SseBuilder stream) {
		try {
			stream.data(state);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static ServerResponse write(Mono<PageResponse> answer) {
		return ServerResponse.async(answer.map((known) -> write(known)), LoginPage.LONGEST_ANSWER);
	}

	private static ServerResponse write(PageResponse answer) {
		return ServerResponse.status(answer.status())
			.headers((headers) -> headers.addAll(answer.headers()))
			.build((request, response) -> {
				response.getOutputStream().write(answer.body());
				return null;
			});
	}

	private static PageRequest neutral(ServerRequest request) {
		return new PageRequest(request.uri(), request.headers().asHttpHeaders());
	}

	private static String id(ServerRequest request) {
		return request.pathVariable("id");
	}

	private static @Nullable PageCsrfToken csrf(ServerRequest request) {
		return SECURITY ? SpringSecurity.csrf(request) : null;
	}

	/**
	 * Loaded only where Spring Security is there.
	 */
	private static final class SpringSecurity {

		private static @Nullable PageCsrfToken csrf(ServerRequest request) {
			Object attribute = request.servletRequest()
				.getAttribute(org.springframework.security.web.csrf.CsrfToken.class.getName());
			return (attribute instanceof org.springframework.security.web.csrf.CsrfToken token)
					? new PageCsrfToken(token.getHeaderName(), token.getParameterName(), token.getToken()) : null;
		}

	}

}
