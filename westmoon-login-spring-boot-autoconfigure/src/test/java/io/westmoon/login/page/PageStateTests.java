package io.westmoon.login.page;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PageStateTests {

	@Test
	void aLongSpeechIsShortened() {
		assertThat(PageState.shorten(null)).isNull();
		assertThat(PageState.shorten("忙".repeat(200))).isEqualTo("忙".repeat(200));
		assertThat(PageState.shorten("😀".repeat(201))).isEqualTo("😀".repeat(200) + "…");
	}

}
