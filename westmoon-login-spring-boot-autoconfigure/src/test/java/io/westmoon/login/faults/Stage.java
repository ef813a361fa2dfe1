package io.westmoon.login.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;

import io.westmoon.login.test.Call;
import io.westmoon.login.test.WestmoonPlatformServer;

/**
 * Everything on this machine that a call can get to: the platform, a host that is not the
 * platform, one whose certificate nobody trusts, and a port where nobody listens.
 */
final class Stage implements AutoCloseable {

	private final WestmoonPlatformServer platform;

	private final Detour detour;

	private final OtherHost otherHost = OtherHost.start();

	private final OtherHost strangeHost;

	private final PlainTextHost plainTextHost = new PlainTextHost();

	private final Socket closedPort = new Socket();

	Stage(WestmoonPlatformServer platform, Detour detour, Path directory) throws Exception {
		this.platform = platform;
		this.detour = detour;
		this.strangeHost = OtherHost.startTls(directory);
		this.closedPort.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
	}

	WestmoonPlatformServer platform() {
		return this.platform;
	}

	OtherHost otherHost() {
		return this.otherHost;
	}

	OtherHost strangeHost() {
		return this.strangeHost;
	}

	String plainTextHost() {
		return "https://localhost:" + this.plainTextHost.port();
	}

	String closedPort() {
		return "http://127.0.0.1:" + this.closedPort.getLocalPort();
	}

	/**
	 * Leads the next calls of a kind to another origin.
	 */
	void lead(Call call, String origin, int times) {
		this.detour.lead(call, origin, times);
	}

	/**
	 * Lets everything work again.
	 */
	void recover() {
		this.platform.recover();
		this.detour.end();
	}

	/**
	 * Leaves nothing to the next cell.
	 */
	void reset() {
		recover();
		this.platform.autoConfirm(false).revoke();
		while (this.platform.livingCodes() > 0) {
			this.platform.expire();
		}
		this.otherHost.forget();
		this.strangeHost.forget();
	}

	@Override
	public void close() throws IOException {
		this.otherHost.close();
		this.strangeHost.close();
		this.plainTextHost.close();
		this.closedPort.close();
	}

}
