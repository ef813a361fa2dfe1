package io.westmoon.login.soak;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

import io.westmoon.login.test.Call;

/**
 * Decides what goes wrong. Each decision is a function of the seed and a number alone, so
 * that a seed brings the same decisions again; when threads come to meet them it does not
 * decide.
 */
final class Chaos {

	private static final List<Call> CALLS = List.of(Call.values());

	private static final List<PlatformFault> TROUBLES = List.of(PlatformFault.values());

	/**
	 * The longest goes beyond the bound of a call: it is for the login's end to end it.
	 */
	private static final List<Duration> WAITS = List.of(Duration.ZERO, Duration.ofMillis(500), Duration.ofSeconds(3),
			Outcomes.BOUND.multipliedBy(2));

	private final long seed;

	Chaos(long seed) {
		this.seed = seed;
	}

	/**
	 * Decides whether all clients are told which user to expect. Strangers scan only
	 * then, as otherwise one of them may rightly be the first user.
	 */
	boolean expectsUser() {
		return random(1, 0).nextBoolean();
	}

	/**
	 * Decides what happens in a step.
	 */
	Decision decision(long step) {
		SplittableRandom random = random(2, step);
		Deed deed = Weighted.pick(List.of(Deed.values()), random);
		return new Decision(step, deed, random.nextInt(Replicas.COUNT), random.nextInt(Replicas.COUNT),
				CALLS.get(random.nextInt(CALLS.size())), TROUBLES.get(random.nextInt(TROUBLES.size())),
				1 + random.nextInt(3));
	}

	/**
	 * Decides what the person does with a code.
	 */
	Scan scan(long code) {
		SplittableRandom random = random(3, code);
		Scan.Way way = Weighted.pick(List.of(Scan.Way.values()), random);
		boolean stranger = way == Scan.Way.STRANGER_CONFIRMS && !expectsUser();
		return new Scan(stranger ? Scan.Way.CONFIRM : way, Duration.ofMillis(random.nextInt(150)),
				Duration.ofMillis(random.nextInt(150)));
	}

	/**
	 * Decides how a virtual client makes a call.
	 */
	Habit habit(int client, long call) {
		SplittableRandom random = random(4 + client, call);
		Duration pause = Duration.ofMillis(50 + random.nextInt(200));
		Duration wait = WAITS.get(random.nextInt(WAITS.size()));
		Duration leaves = (random.nextInt(20) == 0) ? Duration.ofMillis(1 + random.nextInt(300)) : null;
		return new Habit(pause, wait, leaves, random.nextInt(10) == 0, random.nextInt(4) == 0);
	}

	private SplittableRandom random(long stream, long number) {
		return new SplittableRandom(mix(mix(mix(this.seed) + stream) + number));
	}

	private static long mix(long value) {
		long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
		return (mixed ^ (mixed >>> 31)) + 0x9e3779b97f4a7c15L;
	}

	/**
	 * How a virtual client makes a call.
	 *
	 * @param pause how long it rests afterwards
	 * @param patience how long it waits for a login
	 * @param leaves when it leaves without an answer; {@code null} to stay
	 * @param once whether the call must not be sent twice
	 * @param post whether the call has a body
	 */
	record Habit(Duration pause, Duration patience, Duration leaves, boolean once, boolean post) {
	}

}
