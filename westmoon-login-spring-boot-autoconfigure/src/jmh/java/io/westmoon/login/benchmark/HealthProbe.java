package io.westmoon.login.benchmark;

/**
 * What a health probe costs, beside an indicator that knows nothing.
 */
final class HealthProbe implements Measurement {

	private static final double GOAL = 1_000;

	@Override
	public String measure() throws Exception {
		int rounds = Effort.of(4, 1);
		double[] nothing = new double[rounds];
		double[] ours = new double[rounds];
		for (int i = 0; i < rounds; i++) {
			nothing[i] = Attach.run(HealthBenchmark.class, "NOTHING").getPrimaryResult().getScore();
			ours[i] = Attach.run(HealthBenchmark.class, "WESTMOON").getPrimaryResult().getScore();
		}
		Quartiles probe = Quartiles.of(ours);
		return new MarkdownTable("indicator", "ns a probe").row("one that is always up", Quartiles.of(nothing).text(0))
			.row("**this library's**", MarkdownTable.atMost(probe.text(0), probe.median(), GOAL))
			.toString();
	}

}
