package io.westmoon.sample.login;

import java.time.Duration;

import io.westmoon.login.CodeImage;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonLoginException;
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

	private static final Duration PATIENCE = Duration.ofSeconds(5);

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
	Mono<ResponseEntity<byte[]>> code() {
		LoginStatus.Attempt attempt = this.client.status().attempt();
		Mono<CodeImage> image = (attempt == null || attempt.codeExpiresAt() == null) ? Mono.empty()
				: Mono.justOrEmpty(this.codeOnScreen.imageOf(attempt)).switchIfEmpty(shownByAnotherProcess());
		return image.map(LoginController::picture)
			.defaultIfEmpty(ResponseEntity.notFound().cacheControl(CacheControl.noStore()).build());
	}

	/**
	 * Joins the login under way, which also takes it on if that process has ended.
	 */
	private Mono<CodeImage> shownByAnotherProcess() {
		return this.client.startLogin()
			.mapNotNull(LoginQrCode::image)
			.timeout(PATIENCE, Mono.empty())
			.onErrorComplete(WestmoonLoginException.class);
	}

	private static ResponseEntity<byte[]> picture(CodeImage image) {
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
