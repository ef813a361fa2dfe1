package io.westmoon.login.actuate;

import java.time.Duration;
import java.util.List;

import io.westmoon.login.WestmoonAuthClient;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

class WestmoonLoginEndpointTests {

	@Test
	void aLoginThatGetsNoCodeInTimeIsToldAsSuch() {
		WestmoonAuthClient client = Mockito.mock(WestmoonAuthClient.class);
		given(client.account()).willReturn("default");
		given(client.startLogin()).willReturn(Mono.never());
		WebEndpointResponse<Object> answer = new WestmoonLoginEndpoint(List.of(client), Duration.ofMillis(20))
			.login("default");
		assertThat(answer.getStatus()).isEqualTo(503);
		assertThat(answer.getBody()).asString().contains("Look again later");
	}

}
