package io.westmoon.sample.stock;

import java.time.Duration;

import io.westmoon.login.WestmoonAuthClient;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * A job that must not begin with a dead session: it asks the platform first, and if
 * somebody has to scan, status, health and notices tell that this job waits. Off unless
 * {@code sample.nightly-stock} says when it runs, for instance {@code 0 0 3 * * *}.
 */
@Component
@EnableScheduling
class NightlyStock {

	static final Duration PATIENCE = Duration.ofMinutes(30);

	private static final Log logger = LogFactory.getLog(NightlyStock.class);

	private final WestmoonAuthClient westmoon;

	private final StockService stock;

	NightlyStock(WestmoonAuthClient westmoon, StockService stock) {
		this.westmoon = westmoon;
		this.stock = stock;
	}

	@Scheduled(cron = "${sample.nightly-stock:-}")
	void count() {
		this.westmoon.verifiedSession(PATIENCE, "nightly stock").block();
		logger.info("Nightly stock: " + this.stock.search("").count().block() + " products");
	}

}
