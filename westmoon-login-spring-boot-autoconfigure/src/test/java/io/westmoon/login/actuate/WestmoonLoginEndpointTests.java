package io.westmoon.login.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.westmoon.login.LoginNotifications;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

class WestmoonLoginEndpointTests {

	private final LoginNotifications notifications = Mockito.mock(LoginNotifications.class);

	@Test
	void aLoginThatGetsNoCodeInTimeIsToldAsSuch() {
		WestmoonAuthClient client = Mockito.mock(WestmoonAuthClient.class);
		given(client.account()).willReturn("default");
		given(client.startLogin()).willReturn(Mono.never());
		WebEndpointResponse<Object> answer = new WestmoonLoginEndpoint(List.of(client), null, Duration.ofMillis(20))
			.login("default");
		assertThat(answer.getStatus()).isEqualTo(503);
		assertThat(answer.getBody()).asString().contains("Look again later");
	}

	@Test
	void aTestNoticeTellsWhatTheChannelsAnswered() {
		given(this.notifications.test("default")).willReturn(Mono.just(Map.of("wecom", "sent")));
		WebEndpointResponse<Object> answer = endpoint().notices("default", "notify-test");
		assertThat(answer.getStatus()).isEqualTo(200);
		assertThat(answer.getBody()).isEqualTo(new WestmoonLoginEndpoint.ChannelsDescriptor(Map.of("wecom", "sent")));
	}

	@Test
	void aNoticeIsPutOffByAnHour() {
		given(this.notifications.snooze("default", Duration.ofHours(1))).willReturn(Mono.just(true));
		assertThat(endpoint().notices("default", "snooze").getBody())
			.isEqualTo(new WestmoonLoginEndpoint.SnoozeDescriptor(true));
	}

	@Test
	void noticesThatCannotBeHandledAreToldAsSuch() {
		given(this.notifications.test("default")).willReturn(Mono.never());
		given(this.notifications.snooze(any(), any())).willReturn(Mono.error(new SessionStoreException("down", null)));
		assertThat(endpoint().notices("default", "notify-test").getStatus()).isEqualTo(503);
		assertThat(endpoint().notices("default", "snooze")).satisfies((answer) -> {
			assertThat(answer.getStatus()).isEqualTo(503);
			assertThat(answer.getBody()).asString().contains("down");
		});
		assertThat(endpoint().notices("default", "other").getStatus()).isEqualTo(404);
		assertThat(endpoint().notices("nobody", "snooze").getStatus()).isEqualTo(404);
		assertThat(new WestmoonLoginEndpoint(List.of(client())).notices("default", "snooze").getStatus())
			.isEqualTo(404);
	}

	private WestmoonLoginEndpoint endpoint() {
		return new WestmoonLoginEndpoint(List.of(client()), this.notifications, Duration.ofMillis(20));
	}

	private static WestmoonAuthClient client() {
		WestmoonAuthClient client = Mockito.mock(WestmoonAuthClient.class);
		given(client.account()).willReturn("default");
		return client;
	}

}
