package io.westmoon.sample.stock;

import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.PlatformException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/**
 * Says as {@code application/problem+json} why there is no answer and what to do about
 * it.
 */
@RestControllerAdvice
class ProblemAdvice {

	@ExceptionHandler
	ResponseEntity<ProblemDetail> loginRequired(LoginRequiredException ex) {
		ProblemDetail problem = problem(HttpStatus.SERVICE_UNAVAILABLE, "Login required", ex.getMessage());
		problem.setProperty("account", ex.account());
		problem.setProperty("until", ex.until());
		problem.setProperty("action", "Open / in a browser and scan the code with WeChat, then try again");
		return answer(problem);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> noLogin(PlatformException ex) {
		return answer(problem(HttpStatus.SERVICE_UNAVAILABLE, "Login not possible", ex.getMessage()));
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> unreachable(WebClientRequestException ex) {
		return answer(problem(HttpStatus.BAD_GATEWAY, "Platform unreachable",
				"The Westmoon platform cannot be reached. Try again later"));
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> failed(WebClientResponseException ex) {
		return answer(problem(HttpStatus.BAD_GATEWAY, "Platform failure",
				"The Westmoon platform answered with HTTP status " + ex.getStatusCode().value() + ". Try again later"));
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> refused(CatalogueException ex) {
		ProblemDetail problem = problem(HttpStatus.BAD_GATEWAY, "Platform refused the call", ex.getMessage());
		problem.setProperty("code", ex.code());
		return answer(problem);
	}

	private static ProblemDetail problem(HttpStatus status, String title, @Nullable String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setTitle(title);
		return problem;
	}

	private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
		return ResponseEntity.status(problem.getStatus()).header(HttpHeaders.CACHE_CONTROL, "no-store").body(problem);
	}

}
