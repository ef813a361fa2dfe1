package io.westmoon.login.store.redis;

/**
 * The keys of one account. They share a hash tag, so they are in one slot of a cluster.
 *
 * @param name what they begin with
 * @param session holds the session
 * @param attempt holds the attempt
 * @param lease holds the lease
 * @param channel where changes are published
 */
record RedisKeys(String name, String session, String attempt, String lease, String channel) {

	static RedisKeys of(String prefix, String account) {
		String name = prefix + "{" + account + "}:";
		return new RedisKeys(name, name + "session", name + "attempt", name + "lease", name + "changes");
	}

}
