package io.westmoon.login.store.json;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.store.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.westmoon.login.store.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AttemptJsonTests {

	private static final String JSON = new String(AttemptJson.write(Samples.complete()), StandardCharsets.UTF_8);

	@Test
	void readsAllOfWhatIsWritten() throws CorruptContentException {
		assertThat(read(JSON)).isEqualTo(Samples.complete());
	}

	@Test
	void writesAKindOfFailureThatWasAddedLaterSoThatEarlierVersionsCanReadIt() throws CorruptContentException {
		LoginAttempt paused = Samples.first().shown(Samples.code("s")).accepted(Samples.session("a"), null);
		paused = paused.replacedElsewhere(NOW);
		String json = new String(AttemptJson.write(paused), StandardCharsets.UTF_8);
		assertThat(json).contains("\"kind\": \"SESSION_REJECTED\"");
		assertThat(read(json)).isEqualTo(paused);
		assertThat(read(json.replace("REPLACED_ELSEWHERE", "OF_A_LATER_VERSION")).failure().kind())
			.isEqualTo(LoginFailure.Kind.SESSION_REJECTED);
		assertThat(read(JSON.replaceAll("\\s*\"(exact_kind|early_rejections)\": [^,]*,", "")))
			.isEqualTo(Samples.complete().toBuilder().earlyRejections(0).build());
	}

	@Test
	void readsAnAttemptOfAVersionThatKnewOfNoNextNotice() throws CorruptContentException {
		assertThat(read(JSON.replaceAll("\\s*\"next_notice_at\": [^,]*,", "")))
			.isEqualTo(Samples.complete().toBuilder().nextNoticeAt(null).build());
	}

	@Test
	void writesARenewalThatExpiredSoThatEarlierVersionsCanReadIt() throws CorruptContentException {
		LoginAttempt expired = LoginAttempt.beginRenewal("default", null, Samples.session("a"))
			.failed(new LoginFailure(LoginFailure.Kind.EXPIRED), NOW);
		String json = new String(AttemptJson.write(expired), StandardCharsets.UTF_8);
		assertThat(json).contains("\"kind\": \"NOBODY_SCANNED\"");
		assertThat(read(json)).isEqualTo(expired);
		assertThat(read(json.replaceAll("\\s*\"renewal_of\": [^,]*,", "")).isRenewal()).isFalse();
	}

	@Test
	void takesAsManyAsAMillionForTheMost() throws CorruptContentException {
		LoginAttempt attempt = read(JSON.replaceAll("\"(unnoticed_codes|notices|failures)\": \\d", "\"$1\": 1000001"));
		assertThat(attempt.unnoticedCodes()).isEqualTo(1_000_000);
		assertThat(attempt.notices()).isEqualTo(1_000_000);
		assertThat(attempt.failures()).isEqualTo(1_000_000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "9007199254740993", "-1", "1e99", "\"x\"" })
	void takesAnImpossibleVersionForDamage(String version) {
		assertThatDamaged(JSON.replace("\"version\": 1", "\"version\": " + version));
	}

	@Test
	void readsTheLargestVersion() throws CorruptContentException {
		assertThat(read(JSON.replace("\"version\": 1", "\"version\": 9007199254740992")).version()).isEqualTo(1L << 53);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1969-12-31T23:59:59.999999999Z", "+10000-01-01T00:00:00Z",
			"+1000000000-12-31T23:59:59.999999999Z", "soon" })
	void takesATimeThatIsNoneForDamage(String time) {
		for (String key : new String[] { "issued_at", "expires_at", "cool_down_until" }) {
			assertThatDamaged(JSON.replaceAll("\"" + key + "\": \"[^\"]*", "\"" + key + "\": \"" + time));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "1970-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z" })
	void readsTheFirstAndTheLastTime(String time) throws CorruptContentException {
		assertThat(read(JSON.replaceAll("\"cool_down_until\": \"[^\"]*", "\"cool_down_until\": \"" + time))
			.coolDownUntil()).isEqualTo(Instant.parse(time));
	}

	@Test
	void letsACodeLiveForADayAtMost() throws CorruptContentException {
		String expiresAt = "\"expires_at\": \"" + Samples.code("s").expiresAt();
		assertThat(read(JSON.replace(expiresAt, "\"expires_at\": \"9999-01-01T00:00:00Z")).code().expiresAt())
			.isEqualTo(NOW.plus(Duration.ofDays(1)));
	}

	@ParameterizedTest
	@CsvSource({ "PT0S,PT5S", "PT-5S,PT5S", "PT0.000999999S,PT5S", "PT0.001S,PT0.001S", "PT5M,PT5M", "PT5M0.1S,PT5S",
			"PT2562047788015215H,PT5S" })
	void takesThePollIntervalForTheDefaultIfItMakesNoSense(String written, Duration read)
			throws CorruptContentException {
		LoginQrCode code = read(JSON.replace("PT5S", written)).code();
		assertThat(code.pollInterval()).isEqualTo(read);
	}

	@ParameterizedTest
	@ValueSource(strings = { "id", "account", "state", "scan_token", "kind" })
	void needsWhatNamesTheAttemptAndItsCode(String key) {
		assertThatDamaged(JSON.replaceAll("\"" + key + "\": \"[^\"]*", "\"" + key + "\": \" "));
		assertThatDamaged(JSON.replaceAll("\"" + key + "\": \"[^\"]*\"", "\"" + key + "\": null"));
	}

	@Test
	void doesWithoutAPictureThatIsNone() throws CorruptContentException {
		assertThat(read(JSON.replaceAll("\"image\": \"[^\"]*", "\"image\": \"AAAA")).code().image()).isNull();
		assertThat(read(JSON.replaceAll("\"image\": \"[^\"]*", "\"image\": \"?")).code().image()).isNull();
	}

	private static void assertThatDamaged(String json) {
		assertThat(json).isNotEqualTo(JSON);
		assertThatExceptionOfType(CorruptContentException.class).isThrownBy(() -> read(json)).withNoCause();
	}

	private static LoginAttempt read(String json) throws CorruptContentException {
		return AttemptJson.read(json.getBytes(StandardCharsets.UTF_8));
	}

}
