package io.westmoon.login.page;

import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = { "spring.main.web-application-type=reactive", "spring.webflux.base-path=/jobs" })
class ReactiveLoginPageTests extends AbstractLoginPageTests {

}
