package com.example.stock;

import io.westmoon.login.http.RefusalDetector;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;

@Configuration(proxyBeanMethods = false)
class RefusalConfiguration {

	@Bean
	RefusalDetector loginPageInsteadOfAnAnswer() {
		return (status, headers) -> status.value() == 401
				|| (status.is3xxRedirection() && "/login".equals(headers.getFirst(HttpHeaders.LOCATION)));
	}

}
