package io.westmoon.login.testsupport;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import reactor.blockhound.BlockHound;

/**
 * Lets BlockHound watch all tests where the build allows it. A test that is started in an
 * IDE, or on a newer JDK, runs without it. Netty may read random bytes to ask a name
 * server.
 */
public class BlockHoundSessionListener implements LauncherSessionListener {

	private static final String NETTY_QUERY_IDS = "io.netty.resolver.dns.DnsQueryIdSpace$DnsQueryIdRange";

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		if (Boolean.getBoolean("westmoon.blockhound")) {
			BlockHound.install((builder) -> builder.allowBlockingCallsInside(NETTY_QUERY_IDS, "pushId"));
		}
	}

}
