package io.westmoon.login.benchmark;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.springframework.http.HttpHeaders;

/**
 * Runs a JMH benchmark with one fork for each arm after the other, several times, since
 * two JVMs may compile the same code differently.
 */
final class Attach {

	private Attach() {
	}

	static void verify(Arm arm, HttpHeaders headers) {
		String expected = (arm != Arm.NONE) ? "Bearer " + GoodSession.TOKEN : null;
		if (!Objects.equals(expected, headers.getFirst(HttpHeaders.AUTHORIZATION))) {
			throw new IllegalStateException(arm + " sends " + headers.headerNames());
		}
	}

	/**
	 * Measures and compares with the lambda.
	 * @param benchmark the class of the benchmark
	 * @param arms what is measured
	 * @param time the goal for the time, in that of the lambda
	 * @param bytes the goal for the bytes, in those of the lambda; NaN if there is none
	 */
	static String measure(Class<?> benchmark, Set<Arm> arms, double time, double bytes) throws RunnerException {
		int rounds = Effort.of(5, 1);
		Map<Arm, double[]> nanos = new EnumMap<>(Arm.class);
		Map<Arm, double[]> allocated = new EnumMap<>(Arm.class);
		for (int i = 0; i < rounds; i++) {
			for (Arm arm : arms) {
				RunResult result = run(benchmark, arm.name());
				nanos.computeIfAbsent(arm, (any) -> new double[rounds])[i] = result.getPrimaryResult().getScore();
				allocated.computeIfAbsent(arm, (any) -> new double[rounds])[i] = allocated(result);
			}
		}
		MarkdownTable table = new MarkdownTable("with", "ns a call", "bytes a call", "time ÷ lambda's",
				"bytes ÷ lambda's");
		for (Arm arm : arms) {
			Quartiles times = Quartiles.ofRatios(nanos.get(arm), nanos.get(Arm.LAMBDA));
			Quartiles sizes = Quartiles.ofRatios(allocated.get(arm), allocated.get(Arm.LAMBDA));
			boolean ours = arm == Arm.WESTMOON;
			table.row(arm.title(), Quartiles.of(nanos.get(arm)).text(0),
					MarkdownTable.number(Quartiles.of(allocated.get(arm)).median(), 0),
					ours ? MarkdownTable.atMost(times.text(2), times.median(), time) : times.text(2),
					(ours && !Double.isNaN(bytes))
							? MarkdownTable.atMost(MarkdownTable.number(sizes.median(), 2), sizes.median(), bytes)
							: MarkdownTable.number(sizes.median(), 2));
		}
		return table.toString();
	}

	private static double allocated(RunResult result) {
		Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
		return allocated.getScore();
	}

	/**
	 * Runs a benchmark in one fork.
	 * @param benchmark its class
	 * @param arm the value of its parameter
	 */
	static RunResult run(Class<?> benchmark, String arm) throws RunnerException {
		int iterations = Effort.of(5, 2);
		Collection<RunResult> results = new Runner(
				new OptionsBuilder().include("^" + benchmark.getName().replace(".", "\\.") + "\\.")
					.param("arm", arm)
					.forks(1)
					.warmupIterations(Effort.of(6, 3))
					.warmupTime(TimeValue.milliseconds(400))
					.measurementIterations(iterations)
					.measurementTime(TimeValue.milliseconds(400))
					.addProfiler(GCProfiler.class)
					.jvmArgs("-Xmx512m")
					.shouldFailOnError(true)
					.verbosity(VerboseMode.SILENT)
					.build())
			.run();
		return results.iterator().next();
	}

}
