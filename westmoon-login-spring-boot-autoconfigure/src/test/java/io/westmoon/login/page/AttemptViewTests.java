package io.westmoon.login.page;

import java.time.Instant;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptViewTests {

	@Test
	void thatARenewalIsNeededAfterAllIsNews() {
		AttemptView renewal = view(true);
		assertThat(renewal.renewal()).isTrue();
		assertThat(renewal.withoutTimes()).isNotEqualTo(view(false).withoutTimes());
		assertThat(renewal.withRetry(null, true).renewal()).isTrue();
	}

	private static AttemptView view(boolean renewal) {
		return AttemptView.of(
				new LoginStatus.Attempt("a", AttemptState.SHOWN, 0, null, null, null, null, null, renewal, null),
				Instant.EPOCH);
	}

	@Test
	void aLongSpeechIsShortened() {
		assertThat(AttemptView.shorten(null)).isNull();
		assertThat(AttemptView.shorten("忙".repeat(200))).isEqualTo("忙".repeat(200));
		assertThat(AttemptView.shorten("😀".repeat(201))).isEqualTo("😀".repeat(200) + "…");
	}

}
