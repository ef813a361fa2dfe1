package io.westmoon.login.simulation;

import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.westmoon.login.LoginQrCode;
import io.westmoon.login.PlatformResponseException;
import io.westmoon.login.PlatformBusinessException;
import io.westmoon.login.PlatformException;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.PlatformUnreachableException;
import io.westmoon.login.ScanResult;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.simulation.SimulatedPlatform.Code;
import io.westmoon.login.simulation.SimulatedPlatform.Issued;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The platform as one process reaches it, with all that goes wrong.
 */
final class ProcessPlatform implements WestmoonPlatform {

	private static final List<@Nullable Duration> RETRY_AFTER = Arrays.asList(null, Duration.ofSeconds(5),
			Duration.ofSeconds(40));

	private final Simulation simulation;

	private final SimulatedProcess process;

	private final SimulatedPlatform platform;

	private int failures;

	ProcessPlatform(Simulation simulation, SimulatedProcess process, SimulatedPlatform platform) {
		this.simulation = simulation;
		this.process = process;
		this.platform = platform;
	}

	@Override
	public Mono<LoginQrCode> requestCode() {
		return new PortCall<>(this.simulation, this.process, Port.REQUEST_CODE, "", new Operation<LoginQrCode>(() -> {
			Code code = this.platform.requestCode();
			Instant now = this.process.instant();
			return new LoginQrCode(code.scanToken(), null, now, now.plus(this.simulation.scenario().codeLife()),
					this.simulation.scenario().pollInterval());
		}));
	}

	@Override
	public Mono<ScanResult> poll(String scanToken) {
		Code code = this.platform.code(scanToken);
		String name = (code != null) ? code.name() : "an unknown code";
		return new PortCall<>(this.simulation, this.process, Port.POLL, name, new Operation<ScanResult>(() -> {
			ScanStatus status = this.platform.poll(scanToken);
			if (status.compareTo(ScanStatus.SCANNED) > 0) {
				this.simulation.troubles().isDelicate(this.process);
			}
			if (status == ScanStatus.WAITING && code != null) {
				this.simulation.workload().logOutMeanwhile(code.name() + ".waiting", 0.05);
			}
			if (status == ScanStatus.SCANNED && code != null) {
				this.simulation.workload().logOutMeanwhile(code.name() + ".scanned", 0.15);
			}
			if (status == ScanStatus.CONFIRMED && code != null) {
				this.simulation.workload().logOutMeanwhile(code.name(), 0.1);
				return new ScanResult(status, "confirmed", this.platform.issue(code, this.process).session());
			}
			return new ScanResult(status, status.name(), null);
		}) {
			@Override
			public void delivered(@Nullable ScanResult result) {
				Issued issued = ProcessPlatform.this.platform.issued((result != null) ? result.session() : null);
				if (issued != null) {
					issued.receiver = ProcessPlatform.this.process;
					issued.receivedAt = ProcessPlatform.this.simulation.loop().now();
				}
			}
		});
	}

	@Override
	public Mono<SessionCheck> check(WestmoonSession session) {
		return Mono.defer(() -> {
			Instant began = this.process.instant();
			return new PortCall<>(this.simulation, this.process, Port.CHECK, this.platform.name(session),
					new Operation<SessionCheck>(() -> verdict(session, began)) {
						@Override
						public void delivered(@Nullable SessionCheck check) {
							if (check != null && check.verdict() == SessionCheck.Verdict.REJECTED) {
								ProcessPlatform.this.process.rejected(session.accessToken());
							}
						}

						@Override
						public SessionCheck failed() {
							return SessionCheck.unknown(failure(), began);
						}
					});
		});
	}

	private SessionCheck verdict(WestmoonSession session, Instant began) {
		Issued issued = this.platform.issued(session);
		if (issued == null || !issued.valid) {
			return SessionCheck.rejected(began);
		}
		int check = this.process.nextCheck();
		this.simulation.workload().logOutMeanwhile(this.process.name() + ".check#" + check, 0.03);
		this.simulation.workload().revokeMeanwhile(this.process.name() + ".check#" + check, 0.03);
		String user = issued.isStrangers() ? Scenario.STRANGER : Scenario.USER;
		return SessionCheck.valid(WestmoonUser.of(Map.of("id", user, "asked", String.valueOf(check))), began);
	}

	private class Operation<T> implements PortCall.Operation<T> {

		private final Supplier<T> operation;

		Operation(Supplier<T> operation) {
			this.operation = operation;
		}

		@Override
		public @Nullable T run() {
			return this.operation.get();
		}

		@Override
		public PlatformException failure() {
			String name = ProcessPlatform.this.process.name() + ".failure#" + ++ProcessPlatform.this.failures;
			Decisions decisions = ProcessPlatform.this.simulation.decisions();
			Duration retryAfter = decisions.pick(name + ".retryAfter", RETRY_AFTER);
			return switch ((int) decisions.between(name, 0, 4)) {
				case 0 -> new PlatformUnreachableException("something", "https://platform.example",
						new ConnectException("simulated"));
				case 1 -> new PlatformStatusException("something", 503, retryAfter);
				case 2 -> new PlatformStatusException("something", 429, retryAfter);
				case 3 -> new PlatformBusinessException("something", "5001", "simulated");
				default -> new PlatformResponseException("something", "simulated", "");
			};
		}

		@Override
		public String describe(@Nullable T answer) {
			if (answer instanceof LoginQrCode code) {
				Code known = ProcessPlatform.this.platform.code(code);
				return (known != null) ? known.name() : "?";
			}
			if (answer instanceof ScanResult result) {
				return result.status() + ((result.session() != null)
						? " " + ProcessPlatform.this.platform.name(result.session()) : "");
			}
			return (answer instanceof SessionCheck check) ? check.verdict().toString() : String.valueOf(answer);
		}

	}

}
