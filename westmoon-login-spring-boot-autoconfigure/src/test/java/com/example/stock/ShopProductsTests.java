package com.example.stock;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.westmoon.login.UnknownAccountException;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest
class ShopProductsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@Autowired
	private ShopProducts products;

	@Autowired
	private ShopAccounts accounts;

	@Autowired
	private WestmoonPlatformServer platform;

	@Test
	void aShopThatIsAddedLogsInAndIsRemoved() {
		this.accounts.open("shop-b", "4711");
		try {
			CompletableFuture<String> answer = this.products.search("shop-b", "mug").toFuture();
			this.platform.awaitCode(TIMEOUT);
			this.platform.scan();
			this.platform.confirmAs("4711", "Shop B");
			assertThat(answer).succeedsWithin(TIMEOUT).asString().contains("Ceramic mug");
		}
		finally {
			this.accounts.close("shop-b");
		}
		assertThatExceptionOfType(UnknownAccountException.class)
			.isThrownBy(() -> this.products.search("shop-b", "mug").block(TIMEOUT));
	}

}
