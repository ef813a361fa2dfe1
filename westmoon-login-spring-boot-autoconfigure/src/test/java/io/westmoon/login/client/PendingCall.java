package io.westmoon.login.client;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A call under way and what has become of it so far.
 */
final class PendingCall<T> {

	private final Disposable subscription;

	private T value;

	private Throwable error;

	private boolean completed;

	PendingCall(Mono<T> mono) {
		this.subscription = mono.subscribe((value) -> this.value = value, (error) -> this.error = error,
				() -> this.completed = true);
	}

	void cancel() {
		this.subscription.dispose();
	}

	boolean pending() {
		return this.error == null && !this.completed;
	}

	T value() {
		assertThat(this.error).isNull();
		assertThat(this.value).as("the call's answer").isNotNull();
		return this.value;
	}

	boolean empty() {
		completed();
		return this.value == null;
	}

	Throwable error() {
		assertThat(this.error).as("the call's error").isNotNull();
		return this.error;
	}

	void completed() {
		assertThat(this.error).isNull();
		assertThat(this.completed).isTrue();
	}

}
