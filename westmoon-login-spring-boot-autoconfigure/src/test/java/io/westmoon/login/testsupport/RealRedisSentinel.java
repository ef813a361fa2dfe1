package io.westmoon.login.testsupport;

import java.util.ArrayList;
import java.util.List;

import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A master and its replica on this machine, and three Sentinels that let the replica take
 * over when the master is gone for a second.
 */
public final class RealRedisSentinel implements AutoCloseable {

	private static final String NAME = "westmoon";

	private static final int SENTINELS = 3;

	private static final List<String> VOLATILE = List.of("save \"\"", "appendonly no");

	private final List<Integer> ports = RedisProcess.freePorts(2 + SENTINELS);

	private final List<RedisProcess> data = new ArrayList<>();

	private final List<RedisProcess> sentinels = new ArrayList<>();

	private LettuceConnectionFactory connections;

	private RealRedisSentinel() {
	}

	/**
	 * Starts everything, or skips the test where there is no {@code redis-server}.
	 * @return what is running
	 */
	public static RealRedisSentinel start() {
		RedisProcess.require();
		RealRedisSentinel redis = new RealRedisSentinel();
		try {
			redis.open();
			return redis;
		}
		catch (RuntimeException | Error ex) {
			redis.close();
			throw ex;
		}
	}

	private void open() {
		this.data.add(RedisProcess.start(this.ports.get(0), VOLATILE));
		List<String> settings = new ArrayList<>(VOLATILE);
		settings.add("replicaof 127.0.0.1 " + master().port());
		this.data.add(RedisProcess.start(this.ports.get(1), settings));
		replica().awaitReply("INFO replication", "master_link_status:up");
		this.ports.subList(2, 2 + SENTINELS)
			.forEach((port) -> this.sentinels.add(RedisProcess.start(port,
					List.of("sentinel monitor " + NAME + " 127.0.0.1 " + master().port() + " 2",
							"sentinel down-after-milliseconds " + NAME + " 1000",
							"sentinel failover-timeout " + NAME + " 5000"),
					"--sentinel")));
		this.sentinels.forEach((sentinel) -> {
			sentinel.awaitReply("SENTINEL CKQUORUM " + NAME, "OK " + SENTINELS + " usable");
			sentinel.awaitReply("SENTINEL REPLICAS " + NAME, String.valueOf(replica().port()));
		});
		this.connections = connections(place());
		RealRedis.warmUp(this.connections);
	}

	private RedisProcess master() {
		return this.data.get(0);
	}

	private RedisProcess replica() {
		return this.data.get(1);
	}

	/**
	 * Connects to whatever master the Sentinels name.
	 * @param place the ports of the Sentinels, as {@link #place()} returns them
	 * @return connections, to be destroyed
	 */
	public static LettuceConnectionFactory connections(String place) {
		RedisSentinelConfiguration configuration = new RedisSentinelConfiguration().master(NAME);
		for (String port : place.split(",")) {
			configuration.addSentinel(new RedisNode("127.0.0.1", Integer.parseInt(port)));
		}
		LettuceConnectionFactory connections = new LettuceConnectionFactory(configuration);
		connections.afterPropertiesSet();
		connections.start();
		return connections;
	}

	/**
	 * Returns the ports of the Sentinels with commas between them.
	 */
	public String place() {
		return String.join(",", this.sentinels.stream().map((sentinel) -> String.valueOf(sentinel.port())).toList());
	}

	public LettuceConnectionFactory connections() {
		return this.connections;
	}

	/**
	 * Ends the master, without a farewell, when the replica has what it has taken.
	 */
	public void killMaster() {
		master().awaitReplication(replica());
		master().kill();
	}

	/**
	 * Waits until the replica has become the master.
	 */
	public void awaitFailover() {
		replica().awaitReply("ROLE", "master");
	}

	/**
	 * Deletes all keys.
	 */
	public void flush() {
		master().awaitReply("FLUSHALL", "OK");
	}

	@Override
	public void close() {
		if (this.connections != null) {
			this.connections.destroy();
		}
		this.sentinels.forEach(RedisProcess::close);
		this.data.forEach(RedisProcess::close);
	}

}
