package com.example.stock;

import java.time.Duration;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.westmoon.login.LoginRequiredException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class ProductBreaker {

	private final CircuitBreaker breaker = CircuitBreaker.of("products",
			CircuitBreakerConfig.custom()
				.minimumNumberOfCalls(10)
				.ignoreExceptions(LoginRequiredException.class)
				.slowCallDurationThreshold(Duration.ofMinutes(6))
				.build());

	Mono<String> guard(Mono<String> call) {
		return call.transformDeferred(CircuitBreakerOperator.of(this.breaker));
	}

}
