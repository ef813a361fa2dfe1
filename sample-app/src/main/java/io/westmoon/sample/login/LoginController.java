package io.westmoon.sample.login;

import io.westmoon.login.CodeImage;
import io.westmoon.login.WestmoonAuthClient;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * Tells the page about the login. Hands out the picture of the code only, never the scan
 * token, since that one is worth a session.
 */
@RestController
@RequestMapping("/login")
class LoginController {

	private final WestmoonAuthClient client;

	private final CodeOnScreen codeOnScreen;

	LoginController(WestmoonAuthClient client, CodeOnScreen codeOnScreen) {
		this.client = client;
		this.codeOnScreen = codeOnScreen;
	}

	@GetMapping("/state")
	ResponseEntity<LoginState> state() {
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(LoginState.of(this.client.status()));
	}

	@GetMapping("/code")
	ResponseEntity<byte[]> code() {
		CodeImage image = this.codeOnScreen.image();
		if (image == null) {
			return ResponseEntity.notFound().cacheControl(CacheControl.noStore()).build();
		}
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.contentType(MediaType.parseMediaType(image.mediaType()))
			.header("X-Content-Type-Options", "nosniff")
			.body(image.bytes());
	}

	@PostMapping
	@ResponseStatus(HttpStatus.ACCEPTED)
	Mono<Void> start() {
		return this.client.startLogin().then();
	}

}
