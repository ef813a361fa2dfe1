package io.westmoon.login.page;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HtmlTemplateTests {

	private static final PageMessages TEXTS = new PageLanguages().of(List.of());

	@Test
	void valuesAreEscaped() {
		assertThat(fill("<a title=\"{{name}}\">{{name}}</a>", Map.of("name", "<script>\"'&$1\\")))
			.isEqualTo("<a title=\"&lt;script&gt;&quot;&#39;&amp;$1\\\">&lt;script&gt;&quot;&#39;&amp;$1\\</a>");
	}

	@Test
	void aValueIsNoTemplate() {
		assertThat(fill("{{name}}", Map.of("name", "{{raw:other}}", "other", "x"))).isEqualTo("{{raw:other}}");
	}

	@Test
	void rawValuesAreNotEscaped() {
		assertThat(fill("{{raw:style}}", Map.of("style", "a > b {}"))).isEqualTo("a > b {}");
	}

	@Test
	void textsAreInThePagesLanguage() {
		assertThat(fill("{{text:title}}", Map.of())).isEqualTo("Log in with WeChat");
	}

	@Test
	void aForgottenValueIsAnError() {
		assertThatIllegalArgumentException().isThrownBy(() -> fill("{{name}}", Map.of())).withMessageContaining("name");
	}

	@Test
	void linesEndAsInTheTextThatABrowserHashes() {
		assertThat(HtmlTemplate.withUnixLines("a {\r\n}\n")).isEqualTo("a {\n}\n");
	}

	private static String fill(String template, Map<String, String> values) {
		return HtmlTemplate.of(template).fill(TEXTS, values);
	}

}
