package com.example.stock;

import java.time.Duration;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.westmoon.login.LoginRequiredException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProductBreakerTests {

	private final ProductBreaker breaker = new ProductBreaker();

	@Test
	void missingLoginsDoNotOpenTheBreaker() {
		Mono<String> call = Mono.error(() -> new LoginRequiredException("default", "reason", null, null));
		for (int i = 0; i < 20; i++) {
			assertThatExceptionOfType(LoginRequiredException.class).isThrownBy(() -> guarded(call));
		}
	}

	@Test
	void otherFailuresDo() {
		Mono<String> call = Mono.error(IllegalStateException::new);
		for (int i = 0; i < 10; i++) {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> guarded(call));
		}
		assertThatExceptionOfType(CallNotPermittedException.class).isThrownBy(() -> guarded(call));
	}

	private String guarded(Mono<String> call) {
		return this.breaker.guard(call).block(Duration.ofSeconds(20));
	}

}
