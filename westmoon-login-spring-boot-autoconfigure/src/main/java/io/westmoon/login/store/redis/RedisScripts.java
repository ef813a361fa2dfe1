package io.westmoon.login.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * The scripts, each of which returns 1 if it did what it is for and 0 if not. Read when
 * this is created, since they are needed on an event loop later.
 */
final class RedisScripts {

	final RedisScript<Long> saveSession = script("save-session");

	final RedisScript<Long> removeSession = script("remove-session");

	final RedisScript<Long> writeAttempt = script("write-attempt");

	final RedisScript<Long> renewLease = script("renew-lease");

	final RedisScript<Long> releaseLease = script("release-lease");

	private static RedisScript<Long> script(String name) {
		try {
			RedisScript<Long> script = RedisScript.of(
					new ClassPathResource(name + ".lua", RedisScripts.class).getContentAsString(StandardCharsets.UTF_8),
					Long.class);
			// The digest is computed when it is asked for.
			script.getSha1();
			return script;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
