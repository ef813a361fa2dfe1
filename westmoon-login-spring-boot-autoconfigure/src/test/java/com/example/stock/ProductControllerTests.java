package com.example.stock;

import io.westmoon.login.test.AutoConfigureWestmoonLogin;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

@WebMvcTest(ProductController.class)
@AutoConfigureWestmoonLogin
@Import(ProductClient.class)
class ProductControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private WestmoonPlatformServer platform;

	@Test
	void productsAreFound() {
		this.platform.autoConfirm(true);
		assertThat(this.mvc.get().uri("/products?keyword=mug")).bodyText().contains("Ceramic mug");
	}

}
