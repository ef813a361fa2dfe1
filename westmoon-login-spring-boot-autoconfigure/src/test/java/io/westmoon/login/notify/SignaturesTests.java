package io.westmoon.login.notify;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The expected values come from {@code openssl dgst -sha256 -hmac} and Python's
 * {@code hmac}, with the examples that the documentation of the robots has.
 */
class SignaturesTests {

	@Test
	void dingTalkWantsTheTextSignedWithTheSecret() {
		assertThat(Signatures.dingTalk(1577262236757L, "this is secret"))
			.isEqualTo("hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM=");
	}

	@Test
	void feishuWantsNothingSignedWithTheText() {
		assertThat(Signatures.feishu(1599360473L, "demo")).isEqualTo("l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=");
	}

}
