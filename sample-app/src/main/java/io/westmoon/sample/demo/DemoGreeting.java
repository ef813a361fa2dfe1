package io.westmoon.sample.demo;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Says on the console what to open.
 */
@Component
@Profile(DemoPlatformInitializer.PROFILE)
class DemoGreeting {

	private static final Log logger = LogFactory.getLog(DemoGreeting.class);

	private final Environment environment;

	DemoGreeting(Environment environment) {
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void greet() {
		String url = "http://localhost:" + this.environment.getProperty("local.server.port");
		logger.info("演示已就绪 | The demo is ready");
		logger.info("打开页面，旁边就是扫码的“手机” | Open the page; a \"phone\" to scan with is beside it: " + url + "/");
		logger.info("或用命令行，打开群聊里的链接、扫码后返回 | Or call, answers once you opened the link in the chat and scanned: curl '"
				+ url + "/api/stock?keyword=mug'");
		logger.info("单独的“手机”和群聊 | The \"phone\" and the group chat alone: " + url + "/phone");
	}

}
