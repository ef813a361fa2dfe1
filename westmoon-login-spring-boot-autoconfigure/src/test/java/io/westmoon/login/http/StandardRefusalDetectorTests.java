package io.westmoon.login.http;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.westmoon.login.http.RefusalDetector.BodyInspector;
import io.westmoon.login.http.RefusalDetector.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What counts as a refusal.
 */
class StandardRefusalDetectorTests {

	private final RefusalDetector detector = RefusalDetector.of(List.of(403), List.of("-1", " 401 ", "E_LOGIN"));

	@Test
	void statusesComeOnTopOf401() {
		assertThat(List.of(401, 403)).allMatch((status) -> refuses(this.detector, status));
		assertThat(List.of(200, 302, 400, 404, 500)).noneMatch((status) -> refuses(this.detector, status));
		assertThat(refuses(RefusalDetector.unauthorized(), 401)).isTrue();
		assertThat(refuses(RefusalDetector.unauthorized(), 403)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "Application/JSON;charset=UTF-8", "application/problem+json" })
	void bodiesOfJsonAreLookedAt(String type) {
		assertThat(inspector(this.detector, 200, type, -1)).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "200,text/event-stream,-1", "200,application/x-ndjson,-1", "200,application/stream+json,-1",
			"200,text/plain,-1", "200,json,-1", "200,,-1", "400,application/json,-1", "302,application/json,-1",
			"200,application/json,65537" })
	void otherBodiesAreNot(int status, String type, long length) {
		assertThat(inspector(this.detector, status, type, length)).isNull();
	}

	@Test
	void withoutCodesNoBodyIsLookedAt() {
		assertThat(inspector(RefusalDetector.unauthorized(), 200, "application/json", -1)).isNull();
		assertThat(inspector(RefusalDetector.of(List.of(403), List.of()), 200, "application/json", -1)).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0',
			value = { "{\"code\":-1,|REFUSED", "{\"code\": \"401\", \"data\"|REFUSED", "{\"code\":\"E_LOGIN\"|REFUSED",
					"{\"data\":{\"code\":0,\"a\":[{\"code\":0}]},\"code\":-1}|REFUSED",
					"{\"success\":false,\"code\":-1}|REFUSED", "{\"code\":0,|NOT_REFUSED", "{\"code\":40|UNDECIDED",
					"{\"code\":4010,|NOT_REFUSED", "{\"data\":{\"code\":-1}}|NOT_REFUSED",
					"{\"code\":{\"x\":-1}}|NOT_REFUSED", "{\"code\":null}|NOT_REFUSED",
					"{\"success\":false}|NOT_REFUSED", "{}|NOT_REFUSED", "[{\"code\":-1}]|NOT_REFUSED",
					"\"code\"|NOT_REFUSED", "<html>|NOT_REFUSED", "{code:-1}|NOT_REFUSED", "{\"data\":[1,2|UNDECIDED",
					"{\"data\":\"code\",|UNDECIDED" })
	void theCodeOfTheEnvelopeCounts(String body, Finding expected) {
		assertFinding(List.of("-1", "401", "E_LOGIN"), body, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0',
			value = { "{\"success\":false,|REFUSED", "{\"code\":7,\"success\":false}|REFUSED",
					"{\"success\":true,\"code\":-1}|REFUSED", "{\"success\":true,|UNDECIDED",
					"{\"success\":true,\"code\":0,|NOT_REFUSED", "{\"success\":\"false\",\"code\":0,|NOT_REFUSED",
					"{\"data\":{\"success\":false}}|NOT_REFUSED" })
	void unsuccessfulAnswersCountIfWanted(String body, Finding expected) {
		assertFinding(List.of("-1", "success:false"), body, expected);
	}

	@Test
	void onlyAFieldCanBeARefusal() {
		assertFinding(List.of("success:false"), "{\"code\":-1,", Finding.UNDECIDED);
		assertFinding(List.of("success:false"), "{\"code\":-1,\"success\":true,", Finding.NOT_REFUSED);
	}

	/**
	 * Whether the body arrives at once or byte by byte.
	 */
	private static void assertFinding(List<String> codes, String body, Finding expected) {
		RefusalDetector detector = RefusalDetector.of(List.of(), codes);
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		assertThat(inspector(detector, 200, "application/json", -1).next(bytes)).isEqualTo(expected);
		BodyInspector slow = inspector(detector, 200, "application/json", -1);
		Finding finding = Finding.UNDECIDED;
		for (int i = 0; i < bytes.length && finding == Finding.UNDECIDED; i++) {
			finding = slow.next(new byte[] { bytes[i] });
		}
		assertThat(finding).isEqualTo(expected);
	}

	private static boolean refuses(RefusalDetector detector, int status) {
		return detector.isRefused(HttpStatusCode.valueOf(status), new HttpHeaders());
	}

	private static BodyInspector inspector(RefusalDetector detector, int status, String type, long length) {
		HttpHeaders headers = new HttpHeaders();
		if (type != null) {
			headers.set(HttpHeaders.CONTENT_TYPE, type);
		}
		if (length >= 0) {
			headers.setContentLength(length);
		}
		return detector.inspector((status == 200) ? HttpStatus.OK : HttpStatusCode.valueOf(status), headers);
	}

}
