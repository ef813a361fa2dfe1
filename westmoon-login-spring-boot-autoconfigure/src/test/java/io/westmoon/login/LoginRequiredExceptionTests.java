package io.westmoon.login;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

class LoginRequiredExceptionTests {

	@Test
	void clientsAreToldWhenToRetryIfThatIsKnown() {
		assertThat(retryAfter(Instant.MAX)).isEqualTo("60");
		assertThat(retryAfter(Instant.now().plusSeconds(3600))).isEqualTo("60");
		assertThat(Integer.parseInt(retryAfter(Instant.now().plusSeconds(50)))).isBetween(1, 50);
		assertThat(retryAfter(Instant.EPOCH)).isNull();
		assertThat(retryAfter(null)).isNull();
	}

	@Test
	void theBodyTellsNoSecret() {
		LoginRequiredException problem = problem(Instant.EPOCH);
		assertThat(problem.getBody().getStatus()).isEqualTo(503);
		assertThat(problem.getBody().toString()).doesNotContain("s3cret", "reason");
	}

	private static @Nullable String retryAfter(@Nullable Instant until) {
		return problem(until).getHeaders().getFirst(HttpHeaders.RETRY_AFTER);
	}

	private static LoginRequiredException problem(@Nullable Instant until) {
		return new LoginRequiredException("default", "reason", "https://jobs.example.com/westmoon/login/s3cret", until);
	}

}
