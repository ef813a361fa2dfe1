package io.westmoon.login.actuate;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.westmoon.login.LoginStatus;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonAuthClients;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthContributors;
import org.springframework.boot.health.contributor.Status;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willCallRealMethod;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

class WestmoonLoginHealthContributorTests {

	private final List<WestmoonAuthClient> present = new ArrayList<>();

	private final WestmoonAuthClients clients = mock();

	private final WestmoonLoginHealthContributor contributor = new WestmoonLoginHealthContributor(this.clients,
			(client) -> new WestmoonLoginHealthIndicator(client, Duration.ofMinutes(1), Status.DOWN,
					Clock.systemUTC()));

	@BeforeEach
	void prepare() {
		given(this.clients.iterator()).willAnswer((call) -> List.copyOf(this.present).iterator());
		willCallRealMethod().given(this.clients).forEach(any());
	}

	@Test
	void eachAccountHasAnEntryOfItsOwn() {
		client("shop-a", Verdict.VALID);
		client("shop-b", Verdict.MISSING);
		CompositeHealthContributor servlet = this.contributor.asHealthContributor();
		assertThat(servlet.stream().map(HealthContributors.Entry::name)).containsExactly("shop-a", "shop-b");
		assertThat(status(servlet, "shop-a")).isEqualTo(Status.UP);
		assertThat(status(servlet, "shop-b")).isEqualTo(Status.DOWN);
		assertThat(this.contributor.getContributor("shop-c")).isNull();
	}

	@Test
	void accountsThatComeAndGoAreSeen() {
		client("shop-a", Verdict.VALID);
		assertThat(names()).containsExactly("shop-a");
		client("shop-b", Verdict.VALID);
		assertThat(names()).containsExactly("shop-a", "shop-b");
		this.present.remove(0);
		assertThat(names()).containsExactly("shop-b");
	}

	@Test
	void anOldVerdictIsAskedForOnceHoweverOftenOneLooks() {
		WestmoonAuthClient client = client("shop-a", Verdict.UNKNOWN);
		CompositeHealthContributor servlet = this.contributor.asHealthContributor();
		status(servlet, "shop-a");
		names();
		status(servlet, "shop-a");
		verify(client, times(1)).check();
	}

	private List<String> names() {
		return this.contributor.stream().map(ReactiveHealthContributors.Entry::name).toList();
	}

	private static Status status(CompositeHealthContributor contributor, String account) {
		return ((HealthIndicator) contributor.getContributor(account)).health().getStatus();
	}

	private WestmoonAuthClient client(String account, Verdict verdict) {
		WestmoonAuthClient client = mock();
		given(client.account()).willReturn(account);
		given(client.check()).willReturn(Mono.empty());
		given(client.status())
			.willReturn(new LoginStatus(account, new LoginStatus.Session(verdict, null, null, null, null), null, 0));
		this.present.add(client);
		return client;
	}

}
