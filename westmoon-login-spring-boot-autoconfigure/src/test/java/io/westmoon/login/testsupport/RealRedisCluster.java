package io.westmoon.login.testsupport;

import java.util.ArrayList;
import java.util.List;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A Redis Cluster of three masters on this machine, each of which serves a third of the
 * slots, and of a replica of each where they are wanted.
 */
public final class RealRedisCluster implements AutoCloseable {

	private static final int[][] SLOTS = { { 0, 5460 }, { 5461, 10922 }, { 10923, 16383 } };

	private final List<RedisProcess> masters = new ArrayList<>();

	private final List<RedisProcess> replicas = new ArrayList<>();

	private LettuceConnectionFactory connections;

	private RealRedisCluster() {
	}

	/**
	 * Starts the cluster, or skips the test where there is no {@code redis-server}.
	 * @return the running cluster
	 */
	public static RealRedisCluster start() {
		return start(false);
	}

	/**
	 * Starts the cluster with a replica of each master.
	 * @return the running cluster
	 */
	public static RealRedisCluster startWithReplicas() {
		return start(true);
	}

	private static RealRedisCluster start(boolean withReplicas) {
		RedisProcess.require();
		RealRedisCluster cluster = new RealRedisCluster();
		try {
			cluster.open(withReplicas);
			return cluster;
		}
		catch (RuntimeException | Error ex) {
			cluster.close();
			throw ex;
		}
	}

	private void open(boolean withReplicas) {
		int nodes = withReplicas ? 2 * SLOTS.length : SLOTS.length;
		List<Integer> ports = RedisProcess.freePorts(2 * nodes);
		for (int i = 0; i < nodes; i++) {
			((i < SLOTS.length) ? this.masters : this.replicas).add(RedisProcess.start(ports.get(i),
					List.of("cluster-enabled yes", "cluster-config-file nodes.conf",
							"cluster-port " + ports.get(nodes + i), "cluster-node-timeout 2000",
							"repl-diskless-sync-delay 0", "save \"\"", "appendonly no")));
		}
		for (int i = 0; i < SLOTS.length; i++) {
			RedisProcess master = this.masters.get(i);
			master.awaitReply("CLUSTER ADDSLOTSRANGE " + SLOTS[i][0] + " " + SLOTS[i][1], "OK");
			master.awaitReply("CLUSTER SET-CONFIG-EPOCH " + (i + 1), "OK");
		}
		List<RedisProcess> all = new ArrayList<>(this.masters);
		all.addAll(this.replicas);
		all.subList(1, nodes)
			.forEach(
					(node) -> node.awaitReply("CLUSTER MEET 127.0.0.1 " + ports.get(0) + " " + ports.get(nodes), "OK"));
		all.forEach((node) -> {
			node.awaitReply("CLUSTER INFO", "cluster_state:ok");
			node.awaitReply("CLUSTER INFO", "cluster_known_nodes:" + nodes);
			node.awaitReply("CLUSTER INFO", "cluster_slots_ok:16384");
		});
		for (int i = 0; i < this.replicas.size(); i++) {
			String master = this.masters.get(i).send("CLUSTER MYID");
			this.replicas.get(i).awaitReply("CLUSTER REPLICATE " + master, "OK");
			this.replicas.get(i).awaitReply("INFO replication", "master_link_status:up");
		}
		this.connections = connections(place());
		RealRedis.warmUp(this.connections);
	}

	/**
	 * Connects to the cluster.
	 * @param place the ports of the masters, as {@link #place()} returns them
	 * @return connections, to be destroyed
	 */
	public static LettuceConnectionFactory connections(String place) {
		RedisClusterConfiguration configuration = new RedisClusterConfiguration();
		for (String port : place.split(",")) {
			configuration.clusterNode("127.0.0.1", Integer.parseInt(port));
		}
		LettuceConnectionFactory connections = new LettuceConnectionFactory(configuration);
		connections.afterPropertiesSet();
		connections.start();
		return connections;
	}

	/**
	 * Returns the ports of the masters with commas between them.
	 */
	public String place() {
		return String.join(",", this.masters.stream().map((master) -> String.valueOf(master.port())).toList());
	}

	/**
	 * Ends the master that serves a key, without a farewell, when its replica has what it
	 * has taken, and waits until that has taken over.
	 */
	public void failOver(String key) {
		int slot = Integer.parseInt(this.masters.get(0).send("CLUSTER KEYSLOT " + key).substring(1));
		int number = 0;
		while (slot > SLOTS[number][1]) {
			number++;
		}
		this.masters.get(number).awaitReplication(this.replicas.get(number));
		this.masters.get(number).kill();
		this.replicas.get(number).awaitReply("ROLE", "master");
		this.replicas.get(number).awaitReply("CLUSTER INFO", "cluster_state:ok");
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
		this.replicas.forEach(RedisProcess::close);
	}

}
