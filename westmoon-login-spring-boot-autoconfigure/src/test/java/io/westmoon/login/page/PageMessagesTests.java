package io.westmoon.login.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.SessionCheck.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class PageMessagesTests {

	private static final PageLanguages LANGUAGES = new PageLanguages();

	private static final PageMessages ENGLISH = LANGUAGES.of(List.of(Locale.ENGLISH));

	private static final PageMessages CHINESE = LANGUAGES.of(List.of(Locale.CHINESE));

	@ParameterizedTest
	@CsvSource({ "'', en", "'zh-TW,en;q=0.5', zh-CN", "'en-GB,zh', en", "'fr,zh;q=0.9,en;q=0.8', zh-CN",
			"'fr,de', en" })
	void theFirstLanguageThatThereIsIsSpoken(String accepted, String language) {
		List<Locale> locales = Locale.LanguageRange.parse(accepted.isEmpty() ? "*" : accepted)
			.stream()
			.map((range) -> Locale.forLanguageTag(range.getRange().replace("*", "und")))
			.toList();
		assertThat(LANGUAGES.of(locales).language()).isEqualTo(language);
	}

	@Test
	void bothLanguagesSayTheSame() {
		assertThat(CHINESE.keys()).isEqualTo(ENGLISH.keys());
	}

	@Test
	void theScriptOfAnAttemptGetsWhatItNeedsOnly() {
		assertThat(JsonMapper.shared().readTree(ENGLISH.json()).propertyNames()).contains("SHOWN", "again.in")
			.noneMatch((key) -> key.startsWith("overview"));
	}

	static Stream<String> needed() {
		List<String> keys = new ArrayList<>();
		for (AttemptState state : AttemptState.values()) {
			if (state != AttemptState.FAILED && state != AttemptState.LOGGED_OUT) {
				keys.add(state.name());
			}
		}
		for (LoginFailure.Kind kind : LoginFailure.Kind.values()) {
			keys.add("problem." + kind);
		}
		return Stream
			.of(keys.stream().flatMap((key) -> Stream.of(key, key + ".text")),
					Stream.of(Verdict.values()).map((verdict) -> "overview.session." + verdict),
					Stream.of("NEEDED", "SHOWN", "SCANNED", "CONFIRMED").map((state) -> "overview.why." + state))
			.flatMap((all) -> all);
	}

	@ParameterizedTest
	@MethodSource("needed")
	void thereAreWordsForWhateverCanHappen(String key) {
		assertThat(ENGLISH.get(key)).isNotBlank();
		assertThat(CHINESE.get(key)).isNotBlank();
	}

	@Test
	void theTextsCannotEndTheScriptThatCarriesThem() {
		assertThat(ENGLISH.json() + CHINESE.json()).doesNotContain("<");
	}

}
