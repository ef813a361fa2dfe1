package io.westmoon.sample.login;

import io.westmoon.login.WestmoonAuthClient;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * Tells the desk about the login. The code itself is on the starter's login page.
 */
@RestController
@RequestMapping("/login")
class LoginController {

	private final WestmoonAuthClient client;

	LoginController(WestmoonAuthClient client) {
		this.client = client;
	}

	@GetMapping("/state")
	ResponseEntity<LoginState> state() {
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(LoginState.of(this.client.status()));
	}

	@PostMapping
	@ResponseStatus(HttpStatus.ACCEPTED)
	Mono<Void> start() {
		return this.client.startLogin().then();
	}

}
