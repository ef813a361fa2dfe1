package io.westmoon.login.page;

import io.westmoon.login.PlatformAnswerException;
import io.westmoon.login.PlatformBusinessException;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.PlatformUnreachableException;
import io.westmoon.login.WestmoonLoginException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PlatformWordsTests {

	@ParameterizedTest
	@CsvSource({ "500, 系统繁忙", "40301, busy: come back with code 7: later", "-1, <b>busy</b> $&", "E 1, x" })
	void aRefusalIsQuotedWithoutTheWordsAroundIt(String code, String msg) {
		assertThat(PlatformWords.in(refusal(code, msg))).isEqualTo(msg);
	}

	@Test
	void whatThePlatformDidNotSayIsNotQuoted() {
		assertThat(PlatformWords.in(null)).isNull();
		assertThat(PlatformWords.in(refusal("500", " "))).isNull();
		assertThat(in(new PlatformStatusException("a login code", 503, null))).isNull();
		assertThat(in(new PlatformUnreachableException("a login code", "https://10.0.0.7", new Exception()))).isNull();
		assertThat(in(new PlatformAnswerException("a login code", "it is empty", "<html>"))).isNull();
	}

	@Test
	void aLongSpeechIsShortened() {
		assertThat(PlatformWords.in(refusal("500", "忙".repeat(200)))).isEqualTo("忙".repeat(200));
		assertThat(PlatformWords.in(refusal("500", "😀".repeat(201)))).isEqualTo("😀".repeat(200) + "…");
	}

	@Test
	void whatCouldDisturbAPageIsTakenOut() {
		assertThat(PlatformWords.in(refusal("500", "a\u202eb\nc"))).isEqualTo("a b c");
	}

	private static String refusal(String code, String msg) {
		return new PlatformBusinessException("a login code", code, msg).getMessage();
	}

	private static String in(WestmoonLoginException failure) {
		return PlatformWords.in(failure.getMessage());
	}

}
