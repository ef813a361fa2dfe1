package io.westmoon.sample.demo;

import java.util.Locale;

import io.westmoon.login.test.Code;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Profile;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The phone of somebody who tries the demo, and a switch for the platform's weather.
 */
@RestController
@Profile({ DemoPlatformInitializer.PROFILE, DemoPlatformInitializer.CLUSTER_PROFILE })
@RequestMapping("/phone")
class PhoneController {

	private final WestmoonPlatformServer platform;

	private final boolean chat;

	private volatile boolean session;

	private volatile boolean down;

	PhoneController(WestmoonPlatformServer platform, ObjectProvider<ChatRobot> robot) {
		this.platform = platform;
		this.chat = robot.getIfAvailable() != null;
	}

	@GetMapping(produces = MediaType.TEXT_HTML_VALUE)
	Resource page() {
		return new ClassPathResource("demo/phone.html");
	}

	@GetMapping("/state")
	ResponseEntity<Phone> state() {
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(phone());
	}

	@GetMapping("/code")
	ResponseEntity<byte[]> code() {
		Code code = this.platform.currentCode().orElse(null);
		if (code == null) {
			return ResponseEntity.notFound().cacheControl(CacheControl.noStore()).build();
		}
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.contentType(MediaType.IMAGE_PNG)
			.body(code.png());
	}

	/**
	 * Presses a button.
	 * @param action the button's name
	 * @param locale the language in which the users have their names
	 * @return what the phone sees then
	 */
	@PostMapping("/{action}")
	Phone act(@PathVariable String action, @Nullable Locale locale) {
		boolean chinese = locale != null && locale.getLanguage().equals("zh");
		switch (action) {
			case "scan" -> this.platform.scan();
			case "confirm" -> {
				this.platform.confirmAs(DemoPlatformInitializer.OWNER, chinese ? "演示用户" : "Demo user");
				this.session = true;
			}
			case "reject" -> this.platform.reject();
			case "expire" -> this.platform.expire();
			case "stranger" -> {
				this.platform.scan();
				this.platform.confirmAs("70007", chinese ? "陌生人" : "Stranger");
			}
			case "revoke" -> {
				this.platform.revoke();
				this.session = false;
			}
			case "down" -> {
				this.platform.down();
				this.down = true;
			}
			case "up" -> {
				this.platform.recover();
				this.down = false;
			}
			default -> throw new ResponseStatusException(HttpStatus.NOT_FOUND, "No such button: " + action);
		}
		return phone();
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> noCode(IllegalStateException ex) {
		return ResponseEntity.status(HttpStatus.CONFLICT)
			.body(ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, ex.getMessage()));
	}

	private Phone phone() {
		Code code = this.platform.currentCode().orElse(null);
		return new Phone(this.platform.codes(), (code != null) ? code.status().name().toLowerCase(Locale.ROOT) : null,
				code != null && code.isLiving(), this.session, this.down, this.chat);
	}

	/**
	 * What the phone sees.
	 *
	 * @param codes how many codes there have been
	 * @param status what became of the last one; {@code null} if there was none
	 * @param living whether the last one can be scanned or confirmed
	 * @param session whether a login was confirmed and not revoked since
	 * @param down whether the platform is switched off
	 * @param chat whether there is a group chat, too
	 */
	record Phone(int codes, @Nullable String status, boolean living, boolean session, boolean down, boolean chat) {
	}

}
