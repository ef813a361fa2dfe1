package io.westmoon.login;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoginFailureTests {

	@Test
	void aRefusalIsQuotedWithoutTheWordsAroundIt() {
		assertThat(words(refusal("系统繁忙"))).isEqualTo("系统繁忙");
		assertThat(words(refusal("busy: come back with code 7: later")))
			.isEqualTo("busy: come back with code 7: later");
	}

	@Test
	void whatThePlatformDidNotSayIsNotQuoted() {
		assertThat(words(refusal(" "))).isNull();
		assertThat(words(new PlatformStatusException("a login code", 503, null))).isNull();
		assertThat(words(new PlatformUnreachableException("a login code", "https://10.0.0.7", new Exception())))
			.isNull();
		assertThat(words(new PlatformResponseException("a login code", "it is empty", "<html>"))).isNull();
	}

	@Test
	void foreignWordsStayOnOneLineAndWithinBounds() {
		assertThat(words(refusal("a\u202eb\nc"))).isEqualTo("a b c");
		assertThat(words(refusal("x".repeat(1_000_000)))).hasSize(1000);
	}

	@Test
	void theDetailSaysWhatTheExceptionSays() {
		assertThat(LoginFailure.of(refusal("busy")).detail()).isEqualTo(refusal("busy").getMessage());
	}

	private static String words(PlatformException problem) {
		return LoginFailure.of(problem).platformWords();
	}

	private static PlatformException refusal(String msg) {
		return new PlatformBusinessException("a login code", "500", msg);
	}

}
