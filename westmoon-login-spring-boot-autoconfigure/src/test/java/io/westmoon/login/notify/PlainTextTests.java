package io.westmoon.login.notify;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PlainTextTests {

	@ParameterizedTest
	@CsvSource({ "<@all> now, ＜＠all＞ now", "[a](https://evil.example), ［a］(https：//evil．example)",
			"**bold** `code`, ＊＊bold＊＊ ｀code｀", "<img src=x>, ＜img src=x＞", "系统繁忙, 系统繁忙",
			"see www.evil.example now. Or 1.5 s, see www．evil．example now. Or 1.5 s" })
	void holdsNoMarkupMentionOrLink(String foreign, String plain) {
		assertThat(PlainText.of(foreign, 100)).isEqualTo(plain);
	}

	@Test
	void isOneLineAndNotLong() {
		assertThat(PlainText.of("a\nb\u202ec" + "😀".repeat(200), 10)).isEqualTo("a b c" + "😀".repeat(5));
	}

	@Test
	void isCutBetweenCharacters() {
		assertThat(PlainText.cut("ab西月😀", 8)).isEqualTo("ab西月");
		assertThat(PlainText.cut("ab西月😀", 7)).isEqualTo("ab西");
		assertThat(PlainText.cut("ab西月😀", 12)).isEqualTo("ab西月😀");
	}

}
