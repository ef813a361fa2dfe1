package io.westmoon.sample.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;

import io.westmoon.login.test.Call;
import io.westmoon.login.test.ReceivedCall;
import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.sample.demo.DemoPlatformInitializer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Two processes of the ordinary application that share a login through one Redis, and
 * what the fake platform sees of them. All end with this process. Thread-safe.
 */
@Component
@Profile(DemoPlatformInitializer.CLUSTER_PROFILE)
class Cluster implements DisposableBean {

	private static final Log logger = LogFactory.getLog(Cluster.class);

	/**
	 * Tells the platform who calls.
	 */
	private static final String HEADER = "x-replica";

	private final Environment environment;

	private volatile @Nullable RedisServerProcess redis;

	private volatile List<Replica> replicas = List.of();

	private Login login = new Login(null, null, false);

	Cluster(WestmoonPlatformServer platform, Environment environment) {
		this.environment = environment;
		platform.listener(this::see);
	}

	/**
	 * Only now the port is known at which a page may show the desks.
	 */
	@EventListener(ApplicationReadyEvent.class)
	void start() {
		String port = this.environment.getRequiredProperty("local.server.port");
		logger.info("演示已就绪：两个进程，一个 Redis | The demo is ready: two processes, one Redis");
		logger.info("打开页面，旁边就是扫码的“手机” | Open the page; a \"phone\" to scan with is beside it: http://localhost:" + port
				+ "/");
		RedisServerProcess process = RedisServerProcess.start(Cluster::freePort);
		this.redis = process;
		this.replicas = List.of(replica("A", port, process.port()), replica("B", port, process.port()));
		this.replicas.forEach(Replica::start);
	}

	private Replica replica(String name, String pagePort, int redisPort) {
		int port = freePort();
		List<String> pages = List.of("http://localhost:" + pagePort, "http://127.0.0.1:" + pagePort);
		return new Replica(name, port, List.of("--spring.profiles.active=cluster-replica", "--server.port=" + port,
				"--sample.framed-by=" + String.join(" ", pages),
				"--westmoon.login.page.frame-ancestors=self," + String.join(",", pages),
				"--westmoon.login.page.public-url=http://localhost:" + port + "/westmoon/login",
				"--westmoon.login.base-url=" + setting("westmoon.login.base-url"),
				"--westmoon.login.expected-user-id=" + setting("westmoon.login.expected-user-id"),
				"--westmoon.login.store.type=redis", "--westmoon.login.store.redis.url=redis://127.0.0.1:" + redisPort,
				"--westmoon.login.headers." + HEADER + "=" + name));
	}

	private String setting(String name) {
		return this.environment.getRequiredProperty(name);
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No port is free", ex);
		}
	}

	/**
	 * Who asks the platform about a code is who holds the lease.
	 */
	private synchronized void see(ReceivedCall call) {
		String caller = call.headers().get(HEADER);
		boolean given = call.answer() != null && call.answer().contains("access_token");
		if (call.call() == Call.GENERATE) {
			this.login = new Login(caller, caller, false);
		}
		else if (call.call() == Call.POLL) {
			this.login = new Login(this.login.asker(), caller, given);
		}
	}

	private synchronized Login login() {
		return this.login;
	}

	/**
	 * Tells how everything is.
	 * @return how it is now
	 */
	View view() {
		return new View(this.replicas.stream().map(Replica::view).toList(), login());
	}

	/**
	 * Finds a process.
	 * @param name its name
	 * @return empty if there is none of that name
	 */
	Optional<Replica> find(String name) {
		return this.replicas.stream().filter((replica) -> replica.name().equals(name)).findFirst();
	}

	@Override
	public void destroy() {
		this.replicas.forEach(Replica::end);
		RedisServerProcess process = this.redis;
		if (process != null) {
			process.close();
		}
	}

	/**
	 * What the page sees.
	 *
	 * @param replicas the processes
	 * @param login the last login
	 */
	record View(List<Replica.View> replicas, Login login) {
	}

	/**
	 * A login as the platform sees it.
	 *
	 * @param asker who asked for the last code; {@code null} if nobody did yet
	 * @param holder who asked last what became of it; {@code null} if nobody did yet
	 * @param done whether the holder was given the session
	 */
	record Login(@Nullable String asker, @Nullable String holder, boolean done) {
	}

}
