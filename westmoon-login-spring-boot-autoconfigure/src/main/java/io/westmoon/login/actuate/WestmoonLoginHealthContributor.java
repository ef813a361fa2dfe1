package io.westmoon.login.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonAuthClients;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributors;

/**
 * The health of all accounts by name, those included that are registered while the
 * application runs. Thread-safe.
 */
public class WestmoonLoginHealthContributor implements CompositeReactiveHealthContributor {

	private final WestmoonAuthClients clients;

	private final Function<WestmoonAuthClient, WestmoonLoginHealthIndicator> factory;

	private final Map<WestmoonAuthClient, WestmoonLoginHealthIndicator> indicators = new ConcurrentHashMap<>();

	/**
	 * Creates the contributor.
	 * @param clients the clients of all accounts
	 * @param factory makes the indicator of one account
	 */
	public WestmoonLoginHealthContributor(WestmoonAuthClients clients,
			Function<WestmoonAuthClient, WestmoonLoginHealthIndicator> factory) {
		this.clients = clients;
		this.factory = factory;
	}

	@Override
	public @Nullable ReactiveHealthContributor getContributor(String name) {
		for (WestmoonAuthClient client : this.clients) {
			if (client.account().equals(name)) {
				return indicator(client);
			}
		}
		return null;
	}

	@Override
	public Stream<ReactiveHealthContributors.Entry> stream() {
		List<WestmoonAuthClient> present = new ArrayList<>();
		this.clients.forEach(present::add);
		this.indicators.keySet().retainAll(present);
		return present.stream()
			.map((client) -> new ReactiveHealthContributors.Entry(client.account(), indicator(client)));
	}

	private WestmoonLoginHealthIndicator indicator(WestmoonAuthClient client) {
		return this.indicators.computeIfAbsent(client, this.factory);
	}

}
