package io.westmoon.login.page;

import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = { "spring.main.web-application-type=servlet", "server.servlet.context-path=/jobs" })
class ServletLoginPageTests extends AbstractLoginPageTests {

}
