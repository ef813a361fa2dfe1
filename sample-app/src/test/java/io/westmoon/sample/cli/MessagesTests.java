package io.westmoon.sample.cli;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the words of the command line.
 */
class MessagesTests {

	private static final String NAME = "io.westmoon.sample.cli.messages";

	private final ResourceBundle english = ResourceBundle.getBundle(NAME, Locale.ROOT,
			Control.getNoFallbackControl(Control.FORMAT_DEFAULT));

	private final ResourceBundle chinese = ResourceBundle.getBundle(NAME, Locale.SIMPLIFIED_CHINESE,
			Control.getNoFallbackControl(Control.FORMAT_DEFAULT));

	@Test
	void bothLanguagesSayTheSameThings() {
		for (String key : this.english.keySet()) {
			for (String argument : List.of("{0}", "{1}", "{2}")) {
				assertThat(this.chinese.getString(key).contains(argument)).as(key)
					.isEqualTo(this.english.getString(key).contains(argument));
			}
		}
		assertThat(this.chinese.keySet()).isEqualTo(this.english.keySet());
	}

	@Test
	void everythingIsTranslated() {
		assertThat(this.english.keySet()).filteredOn((key) -> !key.matches("usage.(footer.4|descriptionHeading)"))
			.allSatisfy((key) -> assertThat(this.chinese.getString(key)).matches("(?s).*\\p{IsHan}.*"));
	}

}
