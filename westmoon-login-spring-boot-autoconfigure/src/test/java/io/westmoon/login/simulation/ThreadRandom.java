package io.westmoon.login.simulation;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Gives this thread's {@link ThreadLocalRandom} a seed, since Reactor's retries draw
 * their jitter from it.
 */
final class ThreadRandom {

	private static final Object UNSAFE;

	private static final long OFFSET;

	private static final Method PUT_LONG;

	static {
		try {
			Class<?> type = Class.forName("sun.misc.Unsafe");
			Field instance = type.getDeclaredField("theUnsafe");
			instance.setAccessible(true);
			UNSAFE = instance.get(null);
			OFFSET = (long) type.getMethod("objectFieldOffset", Field.class)
				.invoke(UNSAFE, Thread.class.getDeclaredField("threadLocalRandomSeed"));
			PUT_LONG = type.getMethod("putLong", Object.class, long.class, long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private ThreadRandom() {
	}

	static void seed(long seed) {
		ThreadLocalRandom.current();
		try {
			PUT_LONG.invoke(UNSAFE, Thread.currentThread(), OFFSET, seed);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
