package io.westmoon.sample.login;

import io.westmoon.login.CodeImage;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginListener;
import io.westmoon.login.LoginStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Remembers the picture of the code that waits to be scanned. Thread-safe.
 */
@Component
class CodeOnScreen implements LoginListener {

	private volatile LoginEvent.@Nullable CodeShown shown;

	@Override
	public void onEvent(LoginEvent event) {
		if (event instanceof LoginEvent.CodeShown news) {
			this.shown = news;
		}
		else if (!(event instanceof LoginEvent.Scanned)) {
			this.shown = null;
		}
	}

	/**
	 * Returns the picture of an attempt's living code.
	 * @param attempt the attempt
	 * @return {@code null} if the code was not shown by this process
	 */
	@Nullable CodeImage imageOf(LoginStatus.Attempt attempt) {
		LoginEvent.CodeShown last = this.shown;
		return (last != null && last.attemptId().equals(attempt.id())
				&& last.expiresAt().equals(attempt.codeExpiresAt())) ? last.image() : null;
	}

}
