package io.westmoon.sample.login;

import io.westmoon.login.CodeImage;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginListener;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Remembers the picture of the code that waits to be scanned. Thread-safe.
 */
@Component
class CodeOnScreen implements LoginListener {

	private volatile @Nullable CodeImage image;

	@Override
	public void onEvent(LoginEvent event) {
		if (event instanceof LoginEvent.CodeShown shown) {
			this.image = shown.image();
		}
		else if (!(event instanceof LoginEvent.Scanned)) {
			this.image = null;
		}
	}

	/**
	 * Returns the picture.
	 * @return {@code null} if no code waits
	 */
	@Nullable CodeImage image() {
		return this.image;
	}

}
