package com.example.stock;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
class ProductClientTests {

	@Autowired
	private ProductClient products;

	@Autowired
	private WestmoonPlatformServer platform;

	@Test
	void aCallWaitsForTheScan() throws Exception {
		CompletableFuture<String> answer = this.products.search("mug").toFuture();
		this.platform.awaitCode(Duration.ofSeconds(20));
		this.platform.scanAndConfirm();
		assertThat(answer.get(20, TimeUnit.SECONDS)).contains("Ceramic mug");
		assertThat(this.platform.codes()).isEqualTo(1);
	}

}
