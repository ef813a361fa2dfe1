package io.westmoon.login.client;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.westmoon.login.SessionStore;
import io.westmoon.login.store.InMemorySessionStore;
import reactor.core.publisher.Mono;

/**
 * Fails a number of calls from a certain one on, whichever they are.
 */
final class FailingStore {

	private final InMemorySessionStore disk;

	private final int from;

	private final int to;

	private final AtomicInteger calls = new AtomicInteger();

	final List<String> failed = new ArrayList<>();

	FailingStore(InMemorySessionStore disk, int from, int times) {
		this.disk = disk;
		this.from = from;
		this.to = from + times;
	}

	SessionStore proxy() {
		return wrap(SessionStore.class, this.disk);
	}

	private <T> T wrap(Class<T> type, Object target) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, args) -> {
				if (!Mono.class.isAssignableFrom(method.getReturnType())) {
					return method.invoke(target, args);
				}
				return Mono.defer(() -> {
					int call = this.calls.incrementAndGet();
					if (call >= this.from && call < this.to) {
						this.failed.add(method.getName());
						return Mono.error(FaultyStore.full());
					}
					try {
						return ((Mono<?>) method.invoke(target, args))
							.map((result) -> (result instanceof SessionStore.Lease lease)
									? wrap(SessionStore.Lease.class, lease) : result);
					}
					catch (ReflectiveOperationException ex) {
						return Mono.error(ex);
					}
				});
			}));
	}

}
