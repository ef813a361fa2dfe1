package io.westmoon.login.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * Sends notices by the application's mail sender.
 */
@AutoConfiguration(after = MailSenderAutoConfiguration.class, before = WestmoonLoginAutoConfiguration.class)
@ConditionalOnClass({ JavaMailSender.class, MailSenderAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "westmoon.login.enabled", matchIfMissing = true)
public final class WestmoonLoginMailAutoConfiguration {

	@Bean
	MailChannelFactory westmoonMailChannels(ObjectProvider<JavaMailSender> senders, Environment environment) {
		return new MailChannels(senders, environment.getProperty("spring.mail.username"));
	}

}
