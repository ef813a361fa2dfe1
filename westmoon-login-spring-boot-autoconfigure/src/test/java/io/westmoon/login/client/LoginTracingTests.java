package io.westmoon.login.client;

import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.client.RecordedSpans.RecordedSpan;
import io.westmoon.login.micrometer.MicrometerLoginInstrumentation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How waits and attempts show in the traces of the calls that wait, with each tracer.
 */
@ParameterizedClass
@EnumSource(RecordedSpans.Bridge.class)
class LoginTracingTests extends EngineFixture {

	private static final String CALL = "call of the application";

	private final ObservationRegistry observations = ObservationRegistry.create();

	private final RecordedSpans spans;

	LoginTracingTests(RecordedSpans.Bridge bridge) {
		this.spans = bridge.start();
		this.observations.observationConfig()
			.observationHandler(new DefaultTracingObservationHandler(this.spans.tracer()));
	}

	@AfterEach
	void stop() {
		this.spans.close();
	}

	@Test
	void aWaitIsAChildOfItsCallAndTheAttemptOneOfTheFirstWait() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> first = call(observed(client.session()));
		PendingCall<WestmoonSession> second = call(observed(client.session()));
		LoginAttempt shown = attempt();
		this.platform.scan(ScanStatus.SCANNED);
		this.time.pass(INTERVAL);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(first.value()).isEqualTo(second.value());
		List<RecordedSpan> calls = this.spans.named(CALL);
		List<RecordedSpan> waits = this.spans.named("westmoon login wait");
		assertThat(calls).hasSize(2);
		assertThat(waits).extracting(RecordedSpan::parentId)
			.containsExactlyInAnyOrderElementsOf(calls.stream().map(RecordedSpan::id).toList());
		assertThat(waits).extracting(RecordedSpan::traceId)
			.doesNotHaveDuplicates()
			.containsExactlyInAnyOrderElementsOf(calls.stream().map(RecordedSpan::traceId).toList());
		RecordedSpan attempt = this.spans.only("westmoon login attempt");
		assertThat(waits).filteredOn((wait) -> wait.id().equals(attempt.parentId()))
			.singleElement()
			.satisfies((wait) -> assertThat(wait.traceId()).isEqualTo(attempt.traceId()));
		assertThat(attempt.events()).containsExactly("code.shown", "code.scanned", "confirmed");
		assertThat(attempt.tags()).isEqualTo(Map.of("account", "default", "outcome", "accepted"));
		assertThat(waits).allSatisfy(
				(wait) -> assertThat(wait.tags()).isEqualTo(Map.of("account", "default", "outcome", "success")));
		assertThat(this.spans.all().toString()).doesNotContain("scan-1", "token-of", "refresh", shown.id());
	}

	@Test
	void anAttemptThatAPersonAskedForHasATraceOfItsOwn() {
		WestmoonAuthClient client = client();
		Observation click = Observation.start("click", this.observations);
		try (Observation.Scope scope = click.openScope()) {
			call(client.login());
		}
		click.stop();
		this.platform.scan(ScanStatus.REJECTED);
		this.time.pass(INTERVAL);
		RecordedSpan attempt = this.spans.only("westmoon login attempt");
		assertThat(attempt.traceId()).isNotEqualTo(this.spans.only("click").traceId());
		assertThat(attempt.parentId()).isNull();
		assertThat(attempt.tags()).containsEntry("outcome", "rejected");
	}

	@Test
	void aBlockingCallIsFoundByItsThread() {
		WestmoonAuthClient client = client();
		Observation call = Observation.start(CALL, this.observations);
		try (Observation.Scope scope = call.openScope()) {
			call(client.session()).cancel();
		}
		call.stop();
		RecordedSpan wait = this.spans.only("westmoon login wait");
		assertThat(wait.parentId()).isEqualTo(this.spans.only(CALL).id());
		assertThat(wait.tags()).containsEntry("outcome", "canceled");
	}

	@Test
	void anAttemptThatIsNotFinishedHereIsInterrupted() {
		WestmoonAuthClient client = client();
		call(client.session());
		client.close();
		assertThat(this.spans.only("westmoon login attempt").tags()).containsEntry("outcome", "interrupted");
		assertThat(this.spans.only("westmoon login wait").tags()).containsEntry("outcome", "closed");
	}

	private <T> Mono<T> observed(Mono<T> call) {
		return Mono.defer(() -> {
			Observation observation = Observation.start(CALL, this.observations);
			return call.doFinally((signal) -> observation.stop())
				.contextWrite((context) -> context.put("micrometer.observation", observation));
		});
	}

	@Override
	WestmoonAuthClient client() {
		return client(DefaultWestmoonAuthClient.builder()
			.listener(new MicrometerLoginInstrumentation(new SimpleMeterRegistry(), this.observations)));
	}

}
