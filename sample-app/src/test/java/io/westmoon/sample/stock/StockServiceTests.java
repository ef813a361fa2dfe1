package io.westmoon.sample.stock;

import java.time.Duration;
import java.util.List;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls the business API with a session.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = "spring.main.web-application-type=none")
class StockServiceTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@Autowired
	private StockService stock;

	@Autowired
	private WestmoonAuthClient client;

	@Autowired
	private WestmoonPlatformServer platform;

	@BeforeEach
	void scanAtOnce() {
		this.platform.recover();
		this.platform.forbid(false).autoConfirm(true);
	}

	@AfterEach
	void forget() {
		this.client.logout().block(TIMEOUT);
		this.client.login().block(TIMEOUT);
	}

	@Test
	void theNightlyJobBeginsWithALivingSession(@Autowired NightlyStock job) {
		int before = this.platform.businessCalls();
		job.count();
		int calls = this.platform.businessCalls() - before;
		this.platform.revoke();
		job.count();
		assertThat(this.platform.businessCalls()).as("no call was refused").isEqualTo(before + 2 * calls);
	}

	@Test
	void aSearchFindsProductsWithTheStockOfEachSite() {
		List<ProductStock> found = search("mug");
		assertThat(found).singleElement().satisfies((product) -> {
			assertThat(product.name()).isEqualTo("陶瓷马克杯");
			assertThat(product.englishName()).isEqualTo("Ceramic mug");
			assertThat(product.price()).isEqualTo("26.80");
			assertThat(product.sites()).contains(new SiteStock("Shenzhen", 320)).hasSize(4);
		});
	}

	@Test
	void aKeywordIsEncoded() {
		assertThat(search("陶瓷")).hasSize(1);
		assertThat(search("a&b=c+d #")).isEmpty();
	}

	@Test
	void theHttpInterfaceCarriesTheSessionToo() {
		assertThat(stockOf("WM-1001")).contains(new SiteStock("Hamburg", 40));
	}

	@Test
	void aSearchRenewsASessionThatThePlatformNoLongerAccepts() {
		search("mug");
		int codes = this.platform.codes();
		this.platform.revoke();
		assertThat(search("mug")).hasSize(1);
		assertThat(this.platform.codes()).isEqualTo(codes + 1);
	}

	@Test
	void theHttpInterfaceRenewsASessionThatThePlatformNoLongerAccepts() {
		stockOf("WM-1001");
		int codes = this.platform.codes();
		this.platform.revoke();
		assertThat(stockOf("WM-1001")).hasSize(4);
		assertThat(this.platform.codes()).isEqualTo(codes + 1);
	}

	@Test
	void searchesThatFindTheSessionDeadShareOneCode() {
		search("mug");
		int codes = this.platform.codes();
		this.platform.revoke();
		Mono.when(this.stock.search("mug"), this.stock.search("lamp"), this.stock.search("")).block(TIMEOUT);
		assertThat(this.platform.codes()).isEqualTo(codes + 1);
	}

	@Test
	void aLackOfPermissionAsksNobodyToScan() {
		search("mug");
		int codes = this.platform.codes();
		this.platform.forbid(true);
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> search("mug")).withMessageContaining("401");
		assertThat(this.platform.codes()).isEqualTo(codes);
	}

	@Test
	void aRefusalKeepsThePlatformsOwnWords() {
		assertThatExceptionOfType(CatalogueException.class).isThrownBy(() -> stockOf("no such product"))
			.withMessage("商品不存在")
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("40401"));
		assertThat(this.platform.calls(Call.BUSINESS)).isPositive();
	}

	private List<ProductStock> search(String keyword) {
		return this.stock.search(keyword).collectList().blockOptional(TIMEOUT).orElseThrow();
	}

	private List<SiteStock> stockOf(String product) {
		return this.stock.stockOf(product).collectList().blockOptional(TIMEOUT).orElseThrow();
	}

}
