package io.westmoon.login.page;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptViewTests {

	@Test
	void aLongSpeechIsShortened() {
		assertThat(AttemptView.shorten(null)).isNull();
		assertThat(AttemptView.shorten("忙".repeat(200))).isEqualTo("忙".repeat(200));
		assertThat(AttemptView.shorten("😀".repeat(201))).isEqualTo("😀".repeat(200) + "…");
	}

}
