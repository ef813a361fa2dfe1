package io.westmoon.sample.stock;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes stock as a table for spreadsheets: one row per product, one column per site. The
 * format is RFC 4180, after a byte order mark, without which Excel does not read Chinese.
 * A text that a spreadsheet would take for a formula gets an apostrophe in front.
 */
final class StockCsv {

	private static final String BYTE_ORDER_MARK = "\uFEFF";

	private static final Pattern FORMULA = Pattern.compile("[\\s\\p{Z}\\p{C}]*[=+\\-@＝＋－＠].*", Pattern.DOTALL);

	private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

	private static final Pattern QUOTED = Pattern.compile("[\",\\r\\n]");

	private static final List<String> ENGLISH = List.of("Product", "Chinese name", "English name", "Price", "Currency",
			"Total");

	private static final List<String> CHINESE = List.of("商品编号", "中文名称", "英文名称", "价格", "币种", "合计");

	private StockCsv() {
	}

	/**
	 * Writes products.
	 * @param products the products
	 * @param locale the language of the titles
	 * @return the table
	 */
	static String of(List<ProductStock> products, Locale locale) {
		Set<String> sites = products.stream()
			.flatMap((product) -> product.sites().stream().map(SiteStock::site))
			.collect(Collectors.toCollection(LinkedHashSet::new));
		StringBuilder csv = new StringBuilder(BYTE_ORDER_MARK);
		csv.append(row(titles(sites, locale)));
		products.forEach((product) -> csv.append(row(fields(product, sites))));
		return csv.toString();
	}

	private static List<String> titles(Set<String> sites, Locale locale) {
		List<String> words = locale.getLanguage().equals("zh") ? CHINESE : ENGLISH;
		List<String> titles = new ArrayList<>(words.subList(0, words.size() - 1));
		titles.addAll(sites);
		titles.add(words.get(words.size() - 1));
		return titles;
	}

	private static List<String> fields(ProductStock product, Set<String> sites) {
		List<String> fields = new ArrayList<>(
				List.of(product.id(), product.name(), product.englishName(), product.price(), product.currency()));
		Map<String, Integer> quantities = product.sites()
			.stream()
			.collect(Collectors.toMap(SiteStock::site, SiteStock::quantity, Integer::sum));
		sites.forEach((site) -> fields.add(quantities.containsKey(site) ? "" + quantities.get(site) : ""));
		fields.add("" + quantities.values().stream().mapToLong(Integer::longValue).sum());
		return fields;
	}

	private static String row(List<String> fields) {
		return fields.stream().map(StockCsv::field).collect(Collectors.joining(",", "", "\r\n"));
	}

	private static String field(String value) {
		boolean formula = FORMULA.matcher(value).matches() && !NUMBER.matcher(value).matches();
		String text = formula ? "'" + value : value;
		return QUOTED.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
	}

}
