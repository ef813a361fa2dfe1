package io.westmoon.login.testsupport;

import java.util.ArrayList;
import java.util.List;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A Redis Cluster of three masters on this machine, each of which serves a third of the
 * slots.
 */
public final class RealRedisCluster implements AutoCloseable {

	private static final int[][] SLOTS = { { 0, 5460 }, { 5461, 10922 }, { 10923, 16383 } };

	private final List<RedisProcess> masters = new ArrayList<>();

	private LettuceConnectionFactory connections;

	private RealRedisCluster() {
	}

	/**
	 * Starts the cluster, or skips the test where there is no {@code redis-server}.
	 * @return the running cluster
	 */
	public static RealRedisCluster start() {
		RedisProcess.require();
		RealRedisCluster cluster = new RealRedisCluster();
		try {
			cluster.open();
			return cluster;
		}
		catch (RuntimeException | Error ex) {
			cluster.close();
			throw ex;
		}
	}

	private void open() {
		List<Integer> ports = RedisProcess.freePorts(2 * SLOTS.length);
		for (int i = 0; i < SLOTS.length; i++) {
			this.masters.add(RedisProcess.start(ports.get(i),
					List.of("cluster-enabled yes", "cluster-config-file nodes.conf",
							"cluster-port " + ports.get(SLOTS.length + i), "cluster-node-timeout 2000", "save \"\"",
							"appendonly no")));
		}
		for (int i = 0; i < SLOTS.length; i++) {
			RedisProcess master = this.masters.get(i);
			master.awaitReply("CLUSTER ADDSLOTSRANGE " + SLOTS[i][0] + " " + SLOTS[i][1], "OK");
			master.awaitReply("CLUSTER SET-CONFIG-EPOCH " + (i + 1), "OK");
		}
		for (int i = 1; i < SLOTS.length; i++) {
			this.masters.get(i)
				.awaitReply("CLUSTER MEET 127.0.0.1 " + ports.get(0) + " " + ports.get(SLOTS.length), "OK");
		}
		this.masters.forEach((master) -> {
			master.awaitReply("CLUSTER INFO", "cluster_state:ok");
			master.awaitReply("CLUSTER INFO", "cluster_known_nodes:3");
			master.awaitReply("CLUSTER INFO", "cluster_slots_ok:16384");
		});
		RedisClusterConfiguration configuration = new RedisClusterConfiguration();
		ports.subList(0, SLOTS.length).forEach((port) -> configuration.clusterNode("127.0.0.1", port));
		this.connections = new LettuceConnectionFactory(configuration);
		this.connections.afterPropertiesSet();
		this.connections.start();
		RealRedis.warmUp(this.connections);
	}

	public LettuceConnectionFactory connections() {
		return this.connections;
	}

	/**
	 * Deletes all keys.
	 */
	public void flush() {
		this.masters.forEach((master) -> master.awaitReply("FLUSHALL", "OK"));
	}

	/**
	 * Tells how many keys each master holds.
	 */
	public List<String> sizes() {
		return this.masters.stream().map((master) -> master.send("DBSIZE").lines().findFirst().orElse("")).toList();
	}

	@Override
	public void close() {
		if (this.connections != null) {
			this.connections.destroy();
		}
		this.masters.forEach(RedisProcess::close);
	}

}
