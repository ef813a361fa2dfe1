package com.example.stock;

import io.westmoon.login.LoginRequiredException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

@RestControllerAdvice
class LoginProblemAdvice {

	@ExceptionHandler
	ErrorResponse notLoggedIn(LoginRequiredException problem) {
		return problem;
	}

}
