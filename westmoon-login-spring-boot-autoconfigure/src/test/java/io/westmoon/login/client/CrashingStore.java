package io.westmoon.login.client;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.SessionStore;
import io.westmoon.login.store.InMemorySessionStore;
import reactor.core.publisher.Mono;

/**
 * Answers no more as soon as a certain write comes, before or after it is done, like a
 * process that is killed then. Its lease is free.
 */
final class CrashingStore {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private final InMemorySessionStore disk;

	private final int crashAt;

	private final boolean after;

	private final AtomicInteger writes = new AtomicInteger();

	private final AtomicReference<SessionStore.Lease> lease = new AtomicReference<>();

	private volatile boolean dead;

	String write = "none";

	CrashingStore(InMemorySessionStore disk, int crashAt, boolean after) {
		this.disk = disk;
		this.crashAt = crashAt;
		this.after = after;
	}

	SessionStore proxy() {
		return (SessionStore) Proxy.newProxyInstance(SessionStore.class.getClassLoader(),
				new Class<?>[] { SessionStore.class }, (proxy, method, args) -> {
					if (!Mono.class.isAssignableFrom(method.getReturnType())) {
						return method.invoke(this.disk, args);
					}
					return Mono.defer(() -> call(method, args));
				});
	}

	private Mono<?> call(Method method, Object[] args) {
		if (this.dead) {
			return Mono.never();
		}
		boolean isWrite = List.of("save", "remove", "compareAndSet").contains(method.getName());
		if (isWrite && this.writes.incrementAndGet() == this.crashAt) {
			this.write = method.getName() + " "
					+ ((args[0] instanceof LoginAttempt attempt) ? attempt.state() : "session");
			this.dead = true;
			if (this.after) {
				invoke(method, args).block(TIMEOUT);
			}
			if (this.lease.get() != null) {
				this.lease.get().release().block(TIMEOUT);
			}
			return Mono.never();
		}
		return invoke(method, args).doOnNext((result) -> {
			if (result instanceof SessionStore.Lease claimed) {
				this.lease.set(claimed);
			}
		});
	}

	private Mono<?> invoke(Method method, Object[] args) {
		try {
			return (Mono<?>) method.invoke(this.disk, args);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
