package io.westmoon.login.soak;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The applications in this JVM, each of which can be closed and opened anew while others
 * use it. Closing must end within a bound.
 */
final class Replicas implements AutoCloseable {

	static final int COUNT = 3;

	private static final Duration BOUND = Duration.ofMinutes(1);

	private final AtomicReferenceArray<Replica> replicas = new AtomicReferenceArray<>(COUNT);

	private final Replica.Factory factory;

	private final String name;

	private final Violations violations;

	private int opened;

	/**
	 * Opens all.
	 * @param name the beginning of their names
	 */
	Replicas(String name, Replica.Factory factory, Violations violations) {
		this.name = name;
		this.factory = factory;
		this.violations = violations;
		for (int i = 0; i < COUNT; i++) {
			this.replicas.set(i, open());
		}
	}

	Replica get(int number) {
		return this.replicas.get(number % COUNT);
	}

	/**
	 * Opens a replica in the place of another one, then closes that one.
	 */
	void restart(int number) {
		close(this.replicas.getAndSet(number, open()));
	}

	private Replica open() {
		return this.factory.open(this.name + (++this.opened));
	}

	private void close(Replica replica) {
		CompletableFuture<Void> closed = CompletableFuture.runAsync(replica.client()::close, (close) -> {
			Thread thread = new Thread(close, "soak-close");
			thread.setDaemon(true);
			thread.start();
		});
		try {
			closed.get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			this.violations.add("Client " + replica.name() + " could not be closed within " + BOUND);
		}
		catch (ExecutionException ex) {
			this.violations.add("Client " + replica.name() + " failed to close: " + ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		for (int i = 0; i < COUNT; i++) {
			close(this.replicas.get(i));
		}
	}

}
