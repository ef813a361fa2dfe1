package io.westmoon.login;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import io.westmoon.login.store.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * No public type gives a secret away when an application returns it from a controller or
 * writes it into a message.
 */
class SecretSerializationTests {

	private static final Instant NOW = Samples.NOW;

	private static final String ID = "0123456789abcdef0123456789abcdef";

	private static final String PAGE = "https://jobs.example.com/westmoon/login/" + ID;

	private static final CodeImage IMAGE = CodeImage.of(Samples.PNG);

	@ParameterizedTest
	@EnumSource
	void whatHoldsATokenOrTheCodeIsNotWrittenAsJson(Mapper mapper) {
		for (Object value : refused()) {
			assertThatException().as(value.getClass().getSimpleName())
				.isThrownBy(() -> mapper.write(Map.of("answer", value)))
				.withMessageContaining("is not written as JSON")
				.satisfies((ex) -> assertThat(ex.toString()).satisfies(SecretSerializationTests::assertHarmless));
		}
	}

	@ParameterizedTest
	@EnumSource
	void eventsAndTheStatusAreWrittenWithoutTheirSecrets(Mapper mapper) throws Exception {
		for (Object value : written()) {
			assertThat(mapper.write(value)).contains("account").satisfies(SecretSerializationTests::assertHarmless);
		}
	}

	@Test
	void noTextShowsASecret() {
		Stream.concat(refused().stream(), written().stream())
			.forEach((value) -> assertThat(value).asString().satisfies(SecretSerializationTests::assertHarmless));
	}

	@Test
	void everyEventIsLookedAt() {
		assertThat(written()).extracting(Object::getClass)
			.extracting(Class::getName)
			.contains(Stream.of(LoginEvent.class.getPermittedSubclasses()).map(Class::getName).toArray(String[]::new));
	}

	private static void assertHarmless(String text) {
		assertThat(text).doesNotContain("-secret", ID, "iVBORw0KGgo", "data:image");
	}

	private static List<Object> refused() {
		WestmoonSession session = Samples.session("access-secret");
		LoginQrCode code = Samples.code("scan-secret");
		return List.of(session, code, IMAGE, Samples.complete(), new ScanResult(ScanStatus.CONFIRMED, "ok", session),
				new Renewal.Renewed(session));
	}

	private static List<Object> written() {
		LoginFailure failure = new LoginFailure(LoginFailure.Kind.CANCELED);
		WestmoonUser user = Samples.user();
		LoginStatus status = new LoginStatus("default",
				new LoginStatus.Session(SessionCheck.Verdict.VALID, NOW, user, NOW, NOW),
				new LoginStatus.Attempt(ID, AttemptState.SHOWN, 0, NOW, PAGE, failure, NOW), 0);
		return List.of(status, new LoginEvent.LoginRequired("default", NOW, ID, PAGE),
				new LoginEvent.CodeIssued("default", NOW, ID, IMAGE, NOW, PAGE),
				new LoginEvent.Scanned("default", NOW, ID), new LoginEvent.WrongUser("default", NOW, ID),
				new LoginEvent.LoggedIn("default", NOW, user, NOW),
				new LoginEvent.Failed("default", NOW, ID, failure, NOW),
				new LoginEvent.Abandoned("default", NOW, ID, failure, NOW),
				new LoginEvent.Expiring("default", NOW, ID, NOW, 1, PAGE),
				new LoginEvent.SessionRejected("default", NOW), new LoginEvent.LoggedOut("default", NOW));
	}

	enum Mapper {

		JACKSON_3 {

			@Override
			String write(Object value) {
				return JsonMapper.builder().build().writeValueAsString(value);
			}

		},

		JACKSON_3_WITH_ALL_FIELDS {

			@Override
			String write(Object value) {
				return JsonMapper.builder()
					.changeDefaultVisibility(
							(checker) -> checker.withVisibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.ANY))
					.build()
					.writeValueAsString(value);
			}

		},

		JACKSON_2_WITH_ALL_FIELDS {

			@Override
			String write(Object value) throws Exception {
				return com.fasterxml.jackson.databind.json.JsonMapper.builder()
					.addModule(INSTANTS)
					.visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.ANY)
					.build()
					.writeValueAsString(value);
			}

		};

		private static final com.fasterxml.jackson.databind.module.SimpleModule INSTANTS = new com.fasterxml.jackson.databind.module.SimpleModule()
			.addSerializer(Instant.class, com.fasterxml.jackson.databind.ser.std.ToStringSerializer.instance);

		abstract String write(Object value) throws Exception;

	}

}
