package io.westmoon.login.testsupport;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import reactor.blockhound.BlockHound;

/**
 * Lets BlockHound watch all tests where the build allows it. A test that is started in an
 * IDE, or on a newer JDK, runs without it. Netty may read random bytes to ask a name
 * server, and Spring to hide a CSRF token and to separate the parts of a body.
 */
public class BlockHoundSessionListener implements LauncherSessionListener {

	/**
	 * Where Netty's buffers come from; it has locks of its own that are held for moments.
	 */
	private static final String ALLOCATOR = "io.netty.buffer.AdaptivePoolingAllocator";

	private static final String NETTY_QUERY_IDS = "io.netty.resolver.dns.DnsQueryIdSpace$DnsQueryIdRange";

	private static final String CSRF_TOKENS = "org.springframework.security.web.server.csrf"
			+ ".XorServerCsrfTokenRequestAttributeHandler";

	/**
	 * Locks that are held for moments. An error that is thrown while a thread waits for
	 * one would leave the lock broken, and all who want it later would wait for ever:
	 * timers would never run again. Work is handed to a pool, and taken back, under the
	 * locks of its queue.
	 */
	private static final String POOL = "java.util.concurrent.ThreadPoolExecutor";

	private static final String TIMERS = "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue";

	/**
	 * The lock of a Redis connection. It counts a writer out that an error has kept from
	 * being counted in, and then spins for ever, for whoever writes or closes.
	 */
	private static final String REDIS_WRITERS = "io.lettuce.core.protocol.SharedLock";

	/**
	 * Takes the lock of the cluster's connections when one of them is ready.
	 */
	private static final String CLUSTER_CONNECTIONS = "io.lettuce.core.cluster.PooledClusterConnectionProvider"
			+ "$NodeConnectionPostProcessor";

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		if (Boolean.getBoolean("westmoon.blockhound")) {
			BlockHound.install((builder) -> builder.allowBlockingCallsInside(ALLOCATOR + "$Magazine", "free")
				.allowBlockingCallsInside(ALLOCATOR + "$MagazineGroup", "free")
				.allowBlockingCallsInside(NETTY_QUERY_IDS, "pushId")
				.allowBlockingCallsInside("org.springframework.util.MimeTypeUtils", "generateMultipartBoundary")
				.allowBlockingCallsInside(CSRF_TOKENS, "createXoredCsrfToken")
				.allowBlockingCallsInside(POOL, "execute")
				.allowBlockingCallsInside(POOL, "remove")
				.allowBlockingCallsInside(POOL, "addWorker")
				.allowBlockingCallsInside(POOL, "interruptIdleWorkers")
				.allowBlockingCallsInside(TIMERS, "offer")
				.allowBlockingCallsInside(TIMERS, "remove")
				.allowBlockingCallsInside(REDIS_WRITERS, "incrementWriters")
				.allowBlockingCallsInside(REDIS_WRITERS, "lockWritersExclusive")
				.allowBlockingCallsInside(REDIS_WRITERS, "doExclusive")
				.allowBlockingCallsInside(CLUSTER_CONNECTIONS, "lambda$apply$4"));
		}
	}

}
