package io.westmoon.login.soak;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Sees to it that threads and heap stay flat: the last third of the time must not need
 * more than the middle third, but for a margin that a busy machine does not exceed. The
 * stores of the replicas have up to four threads each, which come and go. Too few samples
 * say nothing: a short soak mostly warms up.
 */
final class Resources {

	private static final long MEGABYTE = 1024 * 1024;

	private static final int MORE_THREADS = 12;

	private static final long MORE_HEAP = 24 * MEGABYTE;

	private static final int FEWEST_SAMPLES = 9;

	/**
	 * The fake platform has a thread for each connection; Reactor limits the others by
	 * itself.
	 */
	private static final List<String> BOUNDED = List.of("MockWebServer", "boundedElastic", "OkHttp");

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private final List<Sample> samples = new ArrayList<>();

	void sample() {
		System.gc();
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		int own = 0;
		for (ThreadInfo thread : this.threads.getThreadInfo(this.threads.getAllThreadIds())) {
			own += (thread != null && BOUNDED.stream().noneMatch(thread.getThreadName()::startsWith)) ? 1 : 0;
		}
		add(new Sample(own, this.threads.getThreadCount(), heap));
	}

	void add(Sample sample) {
		this.samples.add(sample);
	}

	void verify(Violations violations) {
		if (this.samples.size() < FEWEST_SAMPLES) {
			return;
		}
		int third = this.samples.size() / 3;
		List<Sample> middle = this.samples.subList(third, 2 * third);
		List<Sample> last = this.samples.subList(2 * third, this.samples.size());
		if (median(last, Sample::own) > median(middle, Sample::own) + MORE_THREADS) {
			violations.add("Threads are not flat: " + describe());
		}
		if (median(last, Sample::heap) > median(middle, Sample::heap) * 6 / 5 + MORE_HEAP) {
			violations.add("The heap is not flat: " + describe());
		}
	}

	private static long median(List<Sample> samples, ToLongFunction<Sample> measure) {
		long[] sorted = samples.stream().mapToLong(measure).sorted().toArray();
		return sorted[sorted.length / 2];
	}

	int maxThreads() {
		return this.samples.stream().mapToInt(Sample::threads).max().orElse(0);
	}

	int samples() {
		return this.samples.size();
	}

	/**
	 * Describes beginning, middle and end.
	 */
	String describe() {
		if (this.samples.isEmpty()) {
			return "not measured";
		}
		StringBuilder text = new StringBuilder();
		for (int index : new int[] { 0, this.samples.size() / 2, this.samples.size() - 1 }) {
			Sample sample = this.samples.get(index);
			text.append(text.isEmpty() ? "" : " -> ")
				.append(sample.heap() / MEGABYTE)
				.append(" MB, ")
				.append(sample.own())
				.append(" threads");
		}
		return text.toString();
	}

	/**
	 * What was needed at one time.
	 *
	 * @param own the threads without those that are bounded elsewhere
	 * @param threads all threads
	 * @param heap the bytes of heap after a collection
	 */
	record Sample(int own, int threads, long heap) {
	}

}
