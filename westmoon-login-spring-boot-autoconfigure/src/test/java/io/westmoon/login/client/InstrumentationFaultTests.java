package io.westmoon.login.client;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.westmoon.login.AccountInstrumentation;
import io.westmoon.login.LoginInstrumentation;
import io.westmoon.login.Renewal;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.micrometer.MicrometerLoginInstrumentation;
import io.westmoon.login.testsupport.CapturedLog;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;
import org.mockito.Mockito;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What measures a login cannot break it.
 */
class InstrumentationFaultTests extends EngineFixture {

	@Test
	void anInstrumentationThatThrowsHarmsNobody() {
		AccountInstrumentation broken = Mockito.mock(AccountInstrumentation.class, (call) -> {
			throw new NoClassDefFoundError("io/micrometer/Missing");
		});
		try (CapturedLog log = CapturedLog.open()) {
			liveALife(listener(broken));
			assertThat(log.lines()).filteredOn((line) -> line.message().contains("its meters may be wrong")).hasSize(1);
		}
	}

	@Test
	void anInstrumentationThatCannotBeOpenedHarmsNobody() {
		liveALife(new LoginInstrumentation() {
			@Override
			public AccountInstrumentation open(Account account) {
				throw new LinkageError("nothing works");
			}
		});
	}

	@Test
	void aWaitThatFailsToEndHarmsNobody() {
		liveALife(listener(new AccountInstrumentation() {
			@Override
			public Wait callWaits(ContextView context) {
				return (failure) -> {
					throw new IllegalStateException("the wait of " + failure);
				};
			}
		}));
	}

	@Test
	void registriesThatThrowHarmNobody() {
		MeterRegistry meters = Mockito.mock(MeterRegistry.class, Answers.RETURNS_DEEP_STUBS);
		Mockito.when(meters.counter(Mockito.anyString(), Mockito.anyIterable())).thenThrow(new StackOverflowError());
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new ObservationHandler<>() {
			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

			@Override
			public void onStart(Observation.Context context) {
				throw new IllegalStateException("no exporter");
			}
		});
		liveALife(new MicrometerLoginInstrumentation(meters, observations));
	}

	private void liveALife(LoginInstrumentation instrumentation) {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().listener(instrumentation));
		PendingCall<WestmoonSession> call = call(client.session());
		this.time.pass(INTERVAL);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		WestmoonSession session = call.value();
		client.noteReplay(Context.empty());
		this.platform.revokeAll();
		PendingCall<Renewal> renewal = call(client.renew(session, null));
		this.time.pass(INTERVAL);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(renewal.value()).isInstanceOf(Renewal.Renewed.class);
		client.close();
	}

	private static LoginInstrumentation listener(AccountInstrumentation instrumentation) {
		return (account) -> instrumentation;
	}

}
