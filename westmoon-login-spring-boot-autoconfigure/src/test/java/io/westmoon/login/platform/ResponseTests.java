package io.westmoon.login.platform;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.westmoon.login.LoginQrCode;
import io.westmoon.login.PlatformBusinessException;
import io.westmoon.login.PlatformResponseException;
import io.westmoon.login.ScanResult;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.WestmoonUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ResponseTests {

	private static final String GIF = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";

	private static final URI URL = URI.create("https://api.example.com");

	private static final PlatformCall CALL = new PlatformCall("a test", URL, URL, null, 1024, true);

	private final ResponseDecoder decoder = new ResponseDecoder(Platforms.CLOCK);

	@ParameterizedTest
	@CsvSource({ "waiting, WAITING", "Pending, WAITING", "SCANNED, SCANNED", "expired, EXPIRED", "Invalid, EXPIRED",
			"canceled, CANCELED", "CANCELLED, CANCELED", "rejected, REJECTED", "thinking, UNKNOWN", "42, UNKNOWN" })
	void knowsTheStatuses(String word, ScanStatus status) {
		ScanResult result = this.decoder.scanResult(data("{\"status\":\"" + word + "\"}"));
		assertThat(result).isEqualTo(new ScanResult(status, word, null));
	}

	@ParameterizedTest
	@CsvSource({ "0", "'\"0\"'", "0.0", "'\" 00 \"'" })
	void zeroIsSuccessHoweverItIsWritten(String code) {
		String answer = "{\"code\":" + code + ",\"data\":{\"status\":\"waiting\"}}";
		assertThat(this.decoder.scanResult(answer(answer)).status()).isEqualTo(ScanStatus.WAITING);
	}

	@Test
	void readsASession() {
		ScanResult result = this.decoder.scanResult(data(
				"{\"status\":\"Success\",\"access_token\":\"a.b-c\",\"refresh_token\":\"r\",\"expires_in\":\"604800\"}"));
		assertThat(result.status()).isEqualTo(ScanStatus.CONFIRMED);
		assertThat(result.session()).satisfies((session) -> {
			assertThat(session.authorization()).isEqualTo("Bearer a.b-c");
			assertThat(session.refreshToken()).isEqualTo("r");
			assertThat(session.createdAt()).isEqualTo(Platforms.NOW);
			assertThat(session.expiresAt()).isEqualTo(Platforms.NOW.plusSeconds(604800));
		});
	}

	@Test
	void aRefreshTokenThatCannotBeOneIsDroppedAndNotTheLogin() {
		ScanResult result = this.decoder
			.scanResult(data("{\"status\":\"confirmed\",\"access_token\":\"a\",\"refresh_token\":\"r\\u00e9\"}"));
		assertThat(result.session()).satisfies((session) -> assertThat(session.refreshToken()).isEmpty());
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "-5, 0", "'\"soon\"', 0", "null, 0", "[], 0", "1e400, 315360000", "99999999999, 315360000",
			"'\"NaN\"', 0", "7200.9, 7200" })
	void aSessionsLifeIsNeverAbsurd(String expiresIn, long seconds) {
		ScanResult result = this.decoder
			.scanResult(data("{\"status\":\"confirmed\",\"access_token\":\"a\",\"expires_in\":" + expiresIn + "}"));
		assertThat(result.session()).satisfies((session) -> {
			assertThat(session.expiresIn()).isEqualTo(Duration.ofSeconds(seconds));
			assertThat(session.refreshToken()).isEmpty();
		});
	}

	@ParameterizedTest
	@CsvSource({ "60, 2500, 60, 2500", "'\"60\"', '\"2500\"', 60, 2500", "null, null, 300, 5000", "0, 0, 300, 5000",
			"-1, -1, 300, 5000", "1e99, 1e99, 86400, 60000", "{}, true, 300, 5000", "1, 1, 1, 10" })
	void aCodesTimesAreNeverAbsurd(String expiresIn, String pollInterval, long life, long interval) {
		LoginQrCode code = this.decoder.code(data("{\"scan_token\":\"s\",\"wxacode\":\"" + GIF + "\",\"expires_in\":"
				+ expiresIn + ",\"poll_interval\":" + pollInterval + "}"));
		assertThat(code.issuedAt()).isEqualTo(Platforms.NOW);
		assertThat(code.expiresAt()).isEqualTo(Platforms.NOW.plusSeconds(life));
		assertThat(code.pollInterval()).isEqualTo(Duration.ofMillis(interval));
	}

	@Test
	void readsACode() {
		LoginQrCode code = this.decoder.code(data("{\"scan_token\":12345,\"wxacode\":\"" + GIF + "\"}"));
		assertThat(code.scanToken()).isEqualTo("12345");
		assertThat(code.image()).satisfies((image) -> assertThat(image.mediaType()).isEqualTo("image/gif"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"code":0,"data":{"id":85844,"nickname":"Mei"}}                           | 85844 | Mei
			{"code":"0","data":{"uid":"u1","name":"Mei","nickname":""}}               | u1    | Mei
			{"user_id":9007199254740993,"name":"Mei"}                                 | 9007199254740993 | Mei
			{"code":0,"data":null,"uid":7}                                            | 7     |
			{"code":0,"data":{"id":null,"uid":" ","user_id":3}}                       | 3     |
			{"code":0,"data":{}}                                                      |       |
			""")
	void findsTheUsersIdAndName(String answer, String id, String name) {
		WestmoonUser user = this.decoder.user(answer(answer));
		assertThat(user.id()).isEqualTo(id);
		assertThat(user.name()).isEqualTo(name);
	}

	@Test
	void keepsEveryFieldOfTheUserInItsOrder() {
		WestmoonUser user = this.decoder
			.user(data("{\"z\":1,\"a\":{\"y\":[true,null]},\"id\":\"1\",\"m\":10.50,\"b\":\"\u6708\"}"));
		assertThat(user.fields().keySet()).containsExactly("z", "a", "id", "m", "b");
		assertThat(user.fields()).hasToString("{z=1, a={y=[true, null]}, id=1, m=10.50, b=\u6708}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"code":40301,"msg":"二维码 *已* 失效","data":null} | 40301  | 二维码 *已* 失效
			{"code":"40301","msg":"no"}                      | 40301  | no
			{"code":-1,"msg":"no","data":{"status":"x"}}     | -1     | no
			{"code":"E_BUSY","msg":"no"}                     | E_BUSY | no
			{"code":1}                                       | 1      | ''
			""")
	void thePlatformsRefusalComesWordForWord(String answer, String code, String msg) {
		assertThatExceptionOfType(PlatformBusinessException.class)
			.isThrownBy(() -> this.decoder.scanResult(answer(answer)))
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(code);
				assertThat(ex.msg()).isEqualTo(msg);
			});
	}

	static Stream<String> notUnderstood() {
		return Stream.of("", " ", "null", "[]", "\"text\"", "42", "<html></html>", "{", "{\"code\":0", "{\"code\":0}}",
				"{\"code\":0,\"data\":null}", "{\"code\":0,\"data\":[]}", "{\"code\":0,\"data\":\"x\"}",
				"{\"data\":{\"status\":\"waiting\"}}", "{\"code\":null,\"data\":{\"status\":\"waiting\"}}",
				"{\"code\":{},\"data\":{\"status\":\"waiting\"}}", "{\"code\":true,\"data\":{\"status\":\"waiting\"}}",
				"{\"code\":0,\"code\":0,\"data\":{\"status\":\"waiting\"}}",
				"{\"code\":0,\"data\":{\"status\":\"waiting\",\"status\":\"confirmed\"}}", "{\"code\":0,\"data\":{}}",
				"{\"code\":0,\"data\":{\"status\":null}}", "{\"code\":0,\"data\":{\"status\":[\"waiting\"]}}",
				"{\"code\":0,\"data\":{\"status\":\"confirmed\"}}",
				"{\"code\":0,\"data\":{\"status\":\"confirmed\",\"access_token\":\"\"}}",
				"{\"code\":0,\"data\":{\"status\":\"confirmed\",\"access_token\":\"a\\r\\nb\"}}",
				"{\"code\":0,\"data\":{\"status\":\"confirmed\",\"access_token\":\"a b\"}}",
				"{\"code\":0,\"data\":{\"status\":\"confirmed\",\"access_token\":\"a\",\"token_type\":\"B\\r\\n\\u0001c\"}}",
				"{\"code\":0,\"data\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}",
				"{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000), "{\"code\":0,\"data\":" + "9".repeat(5000) + "}",
				"{\"code\":1e999999999999,\"data\":{\"status\":\"waiting\"}");
	}

	@ParameterizedTest
	@MethodSource("notUnderstood")
	void whatIsNotUnderstoodFailsWithAType(String answer) {
		assertThatExceptionOfType(PlatformResponseException.class)
			.isThrownBy(() -> this.decoder.scanResult(answer(answer)))
			.withNoCause();
	}

	@ParameterizedTest
	@CsvSource({ "'{\"wxacode\":\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\"}', scan_token",
			"'{\"scan_token\":\"\",\"wxacode\":\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\"}', scan_token",
			"'{\"scan_token\":\"hunter2\"}', wxacode",
			"'{\"scan_token\":\"hunter2\",\"wxacode\":\"hunter2\"}', wxacode",
			"'{\"scan_token\":\"hunter2\",\"wxacode\":\"data:image/png;base64,aHVudGVyMg==\"}', wxacode",
			"'{\"scan_token\":\"hunter2\",\"wxacode\":\"data:image/gif;base64,R0lGODlhAAABAAAAACw=\"}', pixels" })
	void aCodeThatNobodyCanScanIsNoCode(String data, String problem) {
		assertThatExceptionOfType(PlatformResponseException.class).isThrownBy(() -> this.decoder.code(data(data)))
			.withMessageContaining(problem)
			.withMessageNotContaining("hunter2");
	}

	@Test
	void aUserThatIsNoObjectIsNotUnderstood() {
		for (String answer : new String[] { "[]", "{\"code\":0,\"data\":[]}", "{\"code\":null}", "<html></html>" }) {
			assertThatExceptionOfType(PlatformResponseException.class)
				.isThrownBy(() -> this.decoder.user(answer(answer)));
		}
	}

	@Test
	void readsTheDeclaredCharsetAndNothingElse() {
		byte[] gbk = "{\"code\":0,\"data\":{\"id\":\"月\"}}".getBytes(Charset.forName("GBK"));
		assertThat(this.decoder.user(new PlatformResponse(CALL, gbk, Charset.forName("GBK"))).id()).isEqualTo("月");
		assertThatExceptionOfType(PlatformResponseException.class)
			.isThrownBy(() -> this.decoder.user(new PlatformResponse(CALL, gbk, StandardCharsets.UTF_8)))
			.withMessageContaining("not UTF-8 text");
	}

	@ParameterizedTest
	@CsvSource({ "UTF-8, UTF-16BE", "UTF-8, UTF-16LE", "ISO-8859-1, UTF-32BE", "UTF-8, IBM500", "UTF-16BE, UTF-8",
			"UTF-16LE, UTF-8", "UTF-32BE, UTF-8", "IBM500, US-ASCII" })
	void noCharsetLetsASecretThroughTheMask(Charset said, Charset real) {
		byte[] body = "{\"code\":0,\"data\":{\"access_token\":\"hunter22\"}".getBytes(real);
		assertThatExceptionOfType(PlatformResponseException.class)
			.isThrownBy(() -> this.decoder.scanResult(new PlatformResponse(CALL, body, said)))
			.satisfies((ex) -> assertThat(List.of(ex.getMessage(), ex.getMessage().replace(" ", ""),
					new String(ex.getMessage().getBytes(said), real)))
				.noneMatch((text) -> text.contains("hunter22")));
	}

	@Test
	void aByteOrderMarkDoesNoHarm() {
		assertThat(this.decoder.user(answer("\ufeff{\"code\":0,\"data\":{\"id\":\"1\"}}")).id()).isEqualTo("1");
	}

	private static PlatformResponse data(String data) {
		return answer("{\"code\":0,\"msg\":\"ok\",\"data\":" + data + "}");
	}

	private static PlatformResponse answer(String json) {
		return new PlatformResponse(CALL, json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

}
