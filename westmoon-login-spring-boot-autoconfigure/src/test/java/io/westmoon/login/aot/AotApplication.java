package io.westmoon.login.aot;

import java.util.Map;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonAuthClients;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.http.WestmoonWebClients;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * An application that is processed ahead of time. Says its port when it has started.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class AotApplication {

	public static void main(String[] arguments) {
		SpringApplication application = new SpringApplication(AotApplication.class);
		application.setWebApplicationType(WebApplicationType.REACTIVE);
		ConfigurableApplicationContext context = application.run(arguments);
		System.out.println("port " + context.getEnvironment().getProperty("local.server.port"));
	}

	/**
	 * What the test asks the application to do.
	 */
	@RestController
	static class Shops {

		private final WebClient web;

		private final WestmoonAuthClients accounts;

		private final WestmoonAuthClient inRedis;

		Shops(WestmoonWebClients web, WestmoonAuthClients accounts, @Qualifier("in-redis") WestmoonAuthClient inRedis) {
			this.web = web.create();
			this.accounts = accounts;
			this.inRedis = inRedis;
		}

		@GetMapping("/search")
		Mono<String> search(@RequestParam String account) {
			return this.web.get()
				.uri("/api/products?keyword=mug")
				.attributes(WestmoonBearerTokenFilter.account(account))
				.retrieve()
				.bodyToMono(String.class);
		}

		@GetMapping("/injected")
		String injected() {
			return this.inRedis.account();
		}

		@PostMapping("/open")
		Mono<String> open(@RequestParam String account, @RequestParam String setting, @RequestParam String value) {
			return Mono.fromCallable(() -> this.accounts.register(account, Map.of(setting, value)).account())
				.subscribeOn(Schedulers.boundedElastic());
		}

	}

}
