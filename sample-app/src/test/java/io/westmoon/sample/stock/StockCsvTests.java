package io.westmoon.sample.stock;

import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StockCsv}.
 */
class StockCsvTests {

	@Test
	void withoutProductsThereAreTitles() {
		assertThat(StockCsv.of(List.of(), Locale.ENGLISH))
			.isEqualTo("\uFEFFProduct,Chinese name,English name,Price,Currency,Total\r\n");
	}

	@Test
	void theTitlesAreInTheLanguageOfTheReader() {
		assertThat(StockCsv.of(List.of(), Locale.SIMPLIFIED_CHINESE)).startsWith("\uFEFF商品编号,");
		assertThat(StockCsv.of(List.of(), Locale.FRENCH)).startsWith("\uFEFFProduct,");
	}

	@Test
	void eachSiteOfAnyProductHasAColumn() {
		List<ProductStock> products = List.of(product("a", new SiteStock("Yiwu", 1)),
				product("b", new SiteStock("Hamburg", -2), new SiteStock("Yiwu", 3)), product("c"));
		assertThat(StockCsv.of(products, Locale.ENGLISH).lines()).satisfiesExactly(
				(titles) -> assertThat(titles).endsWith("Yiwu,Hamburg,Total"),
				(first) -> assertThat(first).endsWith(",1,,1"), (second) -> assertThat(second).endsWith(",3,-2,1"),
				(third) -> assertThat(third).endsWith(",,,0"));
	}

	@Test
	void aSumMayBeLargerThanAnInteger() {
		assertThat(StockCsv.of(
				List.of(product("a", new SiteStock("A", Integer.MAX_VALUE), new SiteStock("B", Integer.MAX_VALUE))),
				Locale.ENGLISH))
			.contains(",4294967294\r\n");
	}

	@Test
	void whatWouldBreakALineIsQuoted() {
		assertThat(named("a,b")).contains(",\"a,b\",");
		assertThat(named("3\" \"pipe\"")).contains(",\"3\"\" \"\"pipe\"\"\",");
		assertThat(named("a\r\nb")).contains(",\"a\r\nb\",");
		assertThat(named("plain; text")).contains(",plain; text,");
	}

	@ParameterizedTest
	@ValueSource(strings = { "=1+1", "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "＝1", "＋1", "－1", "＠A", " =1", "\t=1",
			"\r=1", "\u00A0=1", "\u200B=1", "-", "=\"a\",1" })
	void aTextThatLooksLikeAFormulaStaysAText(String name) {
		String csv = named(name);
		assertThat(csv).containsAnyOf(",'" + name + ",", ",\"'" + name.replace("\"", "\"\"") + "\",");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-5", "-5.25", "7", "a=1", "C-3" })
	void whatIsNoFormulaIsLeftAlone(String name) {
		assertThat(named(name)).contains("," + name + ",").doesNotContain("'");
	}

	private static String named(String name) {
		return StockCsv.of(List.of(new ProductStock("id", name, "English", "1.00", "CNY", List.of())), Locale.ENGLISH);
	}

	private static ProductStock product(String id, SiteStock... sites) {
		return new ProductStock(id, "名称", "name", "1.00", "CNY", List.of(sites));
	}

}
