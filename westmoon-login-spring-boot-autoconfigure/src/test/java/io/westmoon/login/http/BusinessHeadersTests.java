package io.westmoon.login.http;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BusinessHeadersTests {

	@Test
	void anOriginHasItsOwnHeaders() {
		BusinessHeaders headers = BusinessHeaders.of(Map.of(WestmoonOrigins.SHOP, Map.of("x-app-code", "s3cret"),
				"https://API.westmonth.com:443/erp", Map.of("x-tenant-code", "s3cret")));
		assertThat(headers.get(URI.create("https://westmonth.com/shop_api"))).containsOnlyKeys("x-app-code");
		assertThat(headers.get(URI.create(WestmoonOrigins.ORDERS))).containsOnlyKeys("x-tenant-code");
		assertThat(headers.get(URI.create(WestmoonOrigins.PLATFORM))).isNull();
		assertThat(headers.get(URI.create("http://westmonth.com/"))).isNull();
		assertThat(headers.toString()).contains("x-app-code").doesNotContain("s3cret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Authorization", "host", "Content-Length", "content-type", "Transfer-Encoding",
			"Connection", "", "x app", "x-app:", "x-äpp", "x\n" })
	void aHeaderThatIsNotTheCallersToSetIsRefused(String name) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> BusinessHeaders.of(Map.of(WestmoonOrigins.SHOP, Map.of(name, "s3cret"))))
			.withMessageNotContaining("s3cret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "s3cret\r\nx-more: 1", "s3cret\0", "s3crét" })
	void aValueThatCannotBeSentIsRefusedAndNotShown(String value) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> BusinessHeaders.of(Map.of(WestmoonOrigins.SHOP, Map.of("x-app-code", value))))
			.withMessageContaining("x-app-code")
			.withMessageNotContaining("s3cr");
	}

	@Test
	void anOriginThatIsNoneOrNamedTwiceIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> BusinessHeaders.of(Map.of("httpsapi-x", Map.of("westmonth.com.x-app-code", "shop"))))
			.withMessageContaining("brackets");
		Map<String, Map<String, String>> twice = new LinkedHashMap<>();
		twice.put(WestmoonOrigins.SHOP, Map.of("x-app-code", "1"));
		twice.put(WestmoonOrigins.SHOP + ":443/", Map.of("x-app-code", "2"));
		assertThatIllegalArgumentException().isThrownBy(() -> BusinessHeaders.of(twice))
			.withMessageContaining("named twice");
	}

}
