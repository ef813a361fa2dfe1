package io.westmoon.login.autoconfigure;

import io.westmoon.login.LoginQrCode;
import io.westmoon.login.ScanResult;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.store.InMemorySessionStore;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import reactor.core.publisher.Mono;

/**
 * Loads some hundred classes on Spring Boot's thread for that while the application
 * starts, which else would wait for them: opens and closes an account that is kept in
 * memory and asks nobody. Spring Boot leaves this out with
 * {@code spring.backgroundpreinitializer.ignore}, and where there is one processor only.
 */
class WestmoonLoginPreinitializer implements BackgroundPreinitializer {

	@Override
	public void preinitialize() {
		DefaultWestmoonAuthClient.builder()
			.platform(new NoPlatform())
			.store(new InMemorySessionStore())
			.build()
			.close();
	}

	/**
	 * Is never asked, since nobody needs a session.
	 */
	private static final class NoPlatform implements WestmoonPlatform {

		@Override
		public Mono<LoginQrCode> requestCode() {
			return notAsked();
		}

		@Override
		public Mono<ScanResult> poll(String scanToken) {
			return notAsked();
		}

		@Override
		public Mono<SessionCheck> check(WestmoonSession session) {
			return notAsked();
		}

		private static <T> Mono<T> notAsked() {
			return Mono.error(new IllegalStateException("Nobody needs a session"));
		}

	}

}
