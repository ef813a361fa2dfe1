package io.westmoon.sample.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another program that logs in to the same platform.
 */
final class OtherProgram {

	private OtherProgram() {
	}

	static void askForCode(String platform) {
		URI uri = URI.create(platform + "/umc/miniprogram/qrcode/generate?client_id=&scene=login"
				+ "&path=p-user%2Fpages%2Flogin%2Findex&envVersion=release&source=PCLogin");
		try {
			HttpResponse<String> answer = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
						HttpResponse.BodyHandlers.ofString());
			assertThat(answer.statusCode()).isEqualTo(200);
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
