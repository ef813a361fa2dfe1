package io.westmoon.sample.login;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HeaderSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HeaderSpec.FrameOptionsSpec;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.header.XFrameOptionsServerHttpHeadersWriter.Mode;

/**
 * Decides who may do what. The desk spends the account's session and leads to its login
 * page, so it is for operators, who log in with a password. The link of a login page is
 * enough for that page: whoever scans may not be an operator. The demos have nothing to
 * protect and ask nobody.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
class AccessConfiguration {

	@Bean
	SecurityWebFilterChain access(ServerHttpSecurity http, Environment environment) {
		boolean demo = environment.acceptsProfiles(Profiles.of("demo", "cluster-demo", "cluster-replica"));
		String framedBy = environment.getProperty("sample.framed-by");
		return http.authorizeExchange((exchanges) -> {
			exchanges.pathMatchers(demo ? "/**" : "/westmoon/login/*/**", "/actuator/health").permitAll();
			exchanges.anyExchange().authenticated();
		})
			.httpBasic(Customizer.withDefaults())
			.logout(ServerHttpSecurity.LogoutSpec::disable)
			// Browsers add the password to requests of any page, but SameOriginFilter
			// lets only the pages of this application change anything.
			.csrf(CsrfSpec::disable)
			.headers((headers) -> frames(headers, framedBy))
			.build();
	}

	/**
	 * The desk shows the login page in a frame, and the page of the demo with several
	 * processes shows desks.
	 */
	private static void frames(HeaderSpec headers, @Nullable String framedBy) {
		if (framedBy == null) {
			headers.frameOptions((frame) -> frame.mode(Mode.SAMEORIGIN));
		}
		else {
			headers.frameOptions(FrameOptionsSpec::disable)
				.contentSecurityPolicy((policy) -> policy.policyDirectives("frame-ancestors 'self' " + framedBy));
		}
	}

}
