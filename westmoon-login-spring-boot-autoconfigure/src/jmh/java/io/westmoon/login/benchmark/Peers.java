package io.westmoon.login.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.implementation.AccessTokenCache;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import reactor.core.publisher.Mono;

/**
 * Tokens of others, for a day.
 */
final class Peers {

	static final TokenRequestContext SCOPE = new TokenRequestContext().addScopes("api");

	static final ClientRegistration REGISTRATION = ClientRegistration.withRegistrationId("api")
		.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
		.clientId("client")
		.tokenUri("https://api.example.com/token")
		.build();

	/** Who asks, where nobody is logged in to the application. */
	static final Authentication NOBODY = new AnonymousAuthenticationToken("anonymous", "anonymousUser",
			AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

	private Peers() {
	}

	static OAuth2AuthorizedClient authorizedClient(String token) {
		return new OAuth2AuthorizedClient(REGISTRATION, NOBODY.getName(), new OAuth2AccessToken(
				OAuth2AccessToken.TokenType.BEARER, token, Instant.now(), Instant.now().plus(Duration.ofDays(1))));
	}

	static AccessTokenCache azureCache(String token) {
		AccessTokenCache cache = new AccessTokenCache(
				(scope) -> Mono.just(new AccessToken(token, OffsetDateTime.now(ZoneOffset.UTC).plusDays(1))));
		cache.getToken(SCOPE, false).block();
		return cache;
	}

}
