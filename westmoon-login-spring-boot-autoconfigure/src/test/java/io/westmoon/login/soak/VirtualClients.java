package io.westmoon.login.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

import io.westmoon.login.http.WestmoonBearerTokenFilter;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Make business calls all the time, each one after the other, with what there is in their
 * place just then.
 */
final class VirtualClients {

	private final List<Mono<Void>> ends = new ArrayList<>();

	private final String name;

	private final IntFunction<Replica> replicas;

	private final Chaos chaos;

	private final Outcomes outcomes;

	private final Violations violations;

	private volatile boolean stopping;

	/**
	 * Creates clients.
	 * @param name the beginning of their requests' names
	 * @param replicas gives what the client of a number uses now
	 */
	VirtualClients(String name, IntFunction<Replica> replicas, Chaos chaos, Outcomes outcomes, Violations violations) {
		this.name = name;
		this.replicas = replicas;
		this.chaos = chaos;
		this.outcomes = outcomes;
		this.violations = violations;
	}

	void start(int count) {
		for (int i = 0; i < count; i++) {
			Mono<Void> loop = loop(i).cache();
			loop.subscribe();
			this.ends.add(loop);
		}
	}

	private Mono<Void> loop(int client) {
		AtomicLong calls = new AtomicLong();
		return Mono.defer(() -> call(client, calls.incrementAndGet())).repeat(() -> !this.stopping).then();
	}

	private Mono<Void> call(int client, long number) {
		Chaos.Habit habit = this.chaos.habit(client, number);
		String id = this.name + client + "-" + number + (habit.once() ? Sends.ONCE : "");
		Mono<CallOutcome> call = Mono.defer(() -> request(this.replicas.apply(client).web(), id, habit));
		Mono<CallOutcome> patient = (habit.leaves() != null) ? call.timeout(habit.leaves(), Mono.just(CallOutcome.LEFT))
				: call;
		return this.outcomes.of("Request " + id, patient)
			.flatMap((outcome) -> Mono
				.delay((outcome == CallOutcome.ANSWERED) ? habit.pause() : habit.pause().plus(Duration.ofMillis(100))))
			.then();
	}

	/**
	 * Makes a business call. What the filter waits for is part of it.
	 */
	static Mono<CallOutcome> request(WebClient web, String id, Chaos.Habit habit) {
		WebClient.RequestHeadersSpec<?> request = habit.post() ? web.post().uri("/api/echo").bodyValue("\"code\":0")
				: web.get().uri("/api/products?keyword=mug");
		request.header(Sends.ID, id).attributes(WestmoonBearerTokenFilter.waitTimeout(habit.patience()));
		if (habit.once()) {
			request.attributes(WestmoonBearerTokenFilter.noReplay());
		}
		return request
			.exchangeToMono((response) -> response.statusCode().isError()
					? response.createException().flatMap(Mono::<String>error)
					: response.bodyToMono(String.class).defaultIfEmpty(""))
			.map((body) -> body.contains("\"code\":0") ? CallOutcome.ANSWERED : CallOutcome.FAULT);
	}

	/**
	 * Lets each client end the call that it makes, and waits for that.
	 */
	void stop() {
		this.stopping = true;
		try {
			Flux.merge(this.ends).then().block(Outcomes.BOUND.plusMinutes(1));
		}
		catch (RuntimeException ex) {
			this.violations.add("The virtual clients " + this.name + " did not come to an end: " + ex);
		}
		this.outcomes.verify("The virtual clients " + this.name);
	}

}
