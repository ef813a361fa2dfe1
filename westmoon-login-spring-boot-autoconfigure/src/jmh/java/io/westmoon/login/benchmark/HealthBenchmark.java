package io.westmoon.login.benchmark;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.actuate.WestmoonLoginHealthIndicator;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import reactor.core.publisher.Mono;

/**
 * A health probe of an account whose session the platform has just called good.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HealthBenchmark {

	@Param({ "NOTHING", "WESTMOON" })
	private String arm;

	private WestmoonAuthClient client;

	private ReactiveHealthIndicator indicator;

	/**
	 * Opens an account with a session.
	 */
	@Setup
	public void prepare() {
		this.client = IssuedSessions.client(new TokenIssuer(Duration.ZERO));
		this.client.check().block(Duration.ofSeconds(10));
		this.indicator = this.arm.equals("WESTMOON")
				? new WestmoonLoginHealthIndicator(this.client, Duration.ofHours(1), Status.DOWN, Clock.systemUTC())
				: new Nothing();
		if (probe().getStatus() != Status.UP) {
			throw new IllegalStateException(String.valueOf(probe()));
		}
	}

	/**
	 * Closes the account.
	 */
	@TearDown
	public void close() {
		this.client.close();
	}

	/**
	 * Probes.
	 * @return the health
	 */
	@Benchmark
	public @Nullable Health probe() {
		return this.indicator.health().block();
	}

	/**
	 * Always up.
	 */
	private static final class Nothing extends AbstractReactiveHealthIndicator {

		@Override
		protected Mono<Health> doHealthCheck(Health.Builder builder) {
			return Mono.fromSupplier(() -> builder.up().build());
		}

	}

}
