package com.example.stock;

import io.westmoon.login.CodeImage;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginListener;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CodeOnScreen implements LoginListener {

	private volatile CodeImage image;

	@Override
	public void onEvent(LoginEvent event) {
		if (event instanceof LoginEvent.CodeIssued shown) {
			this.image = shown.image();
		}
		else if (!(event instanceof LoginEvent.Scanned)) {
			this.image = null;
		}
	}

	@GetMapping("/internal/login-code")
	ResponseEntity<byte[]> code() {
		CodeImage image = this.image;
		if (image == null) {
			return ResponseEntity.notFound().cacheControl(CacheControl.noStore()).build();
		}
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.contentType(MediaType.parseMediaType(image.mediaType()))
			.body(image.bytes());
	}

}
