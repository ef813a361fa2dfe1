package io.westmoon.login.test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The sample goods behind the made-up business API.
 */
final class Catalogue {

	private static final List<String> SITES = List.of("Shenzhen", "Yiwu", "Los Angeles", "Hamburg");

	private static final List<Item> ITEMS = List.of(
			new Item("WM-1001", "陶瓷马克杯", "Ceramic mug", "26.80", 320, 1480, 96, 40),
			new Item("WM-1002", "真丝眼罩", "Silk sleep mask", "39.00", 0, 860, 212, 75),
			new Item("WM-1003", "便携蓝牙音箱", "Portable Bluetooth speaker", "168.00", 540, 0, 130, 88),
			new Item("WM-1004", "竹制砧板", "Bamboo cutting board", "45.50", 75, 920, 0, 31),
			new Item("WM-1005", "手冲咖啡壶", "Pour-over coffee kettle", "129.00", 210, 64, 18, 0),
			new Item("WM-1006", "儿童雨衣", "Children's raincoat", "58.00", 0, 2300, 45, 160),
			new Item("WM-1007", "折叠露营灯", "Folding camping lantern", "72.90", 1100, 430, 87, 22),
			new Item("WM-1008", "香薰蜡烛", "Scented candle", "33.60", 48, 610, 305, 119));

	private Catalogue() {
	}

	/**
	 * Finds goods.
	 * @param keyword a part of the Chinese or English name; empty finds everything
	 * @param complete whether to tell prices
	 */
	static Map<String, Object> products(String keyword, boolean complete) {
		List<Map<String, Object>> found = ITEMS.stream()
			.filter((item) -> item.matches(keyword))
			.map((item) -> item.description(complete))
			.toList();
		return Map.of("total", found.size(), "items", found);
	}

	static Optional<Map<String, Object>> stock(String id, boolean complete) {
		return ITEMS.stream().filter((item) -> item.id().equals(id)).findFirst().map((item) -> item.stock(complete));
	}

	private record Item(String id, String name, String englishName, String price, int... quantities) {

		boolean matches(String keyword) {
			return this.name.contains(keyword)
					|| this.englishName.toLowerCase(Locale.ROOT).contains(keyword.toLowerCase(Locale.ROOT));
		}

		Map<String, Object> description(boolean complete) {
			Map<String, Object> description = new LinkedHashMap<>();
			description.put("id", this.id);
			description.put("name", this.name);
			description.put("english_name", this.englishName);
			if (complete) {
				description.put("price", this.price);
				description.put("currency", "CNY");
			}
			return description;
		}

		Map<String, Object> stock(boolean complete) {
			Map<String, Integer> sites = new LinkedHashMap<>();
			for (int i = 0; complete && i < SITES.size(); i++) {
				sites.put(SITES.get(i), this.quantities[i]);
			}
			Map<String, Object> stock = new LinkedHashMap<>();
			stock.put("product", this.id);
			stock.put("name", this.name);
			stock.put("sites",
					sites.entrySet()
						.stream()
						.map((site) -> Map.of("site", site.getKey(), "quantity", site.getValue()))
						.toList());
			return stock;
		}

	}

}
