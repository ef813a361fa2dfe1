package io.westmoon.login.autoconfigure;

import java.util.List;

import io.westmoon.login.notify.MailChannel;
import io.westmoon.login.notify.NotificationChannel;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.mail.javamail.JavaMailSender;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Makes the channels that send mails, which share a thread: a mail server that hangs
 * holds up mails only.
 */
final class MailChannels implements MailChannelFactory, AutoCloseable {

	private static final int MAX_WAITING = 100;

	private final ObjectProvider<JavaMailSender> senders;

	private final @Nullable String defaultFrom;

	private final Scheduler thread = Schedulers.newBoundedElastic(1, MAX_WAITING, "westmoon-login-mail", 60, true);

	MailChannels(ObjectProvider<JavaMailSender> senders, @Nullable String defaultFrom) {
		this.senders = senders;
		this.defaultFrom = defaultFrom;
	}

	@Override
	public NotificationChannel create(List<String> to, @Nullable String from, String prefix) {
		JavaMailSender sender = this.senders.getIfUnique();
		if (sender == null) {
			throw new InvalidConfigurationPropertyValueException(prefix + ".notify.mail.to", to,
					"There is no mail sender, or more than one. Set spring.mail.host, or mark one as primary.");
		}
		return new MailChannel(MailTimeouts.bounded(sender, MailTimeouts.SILENCE), to,
				(from != null) ? from : this.defaultFrom, this.thread);
	}

	@Override
	public void close() {
		this.thread.dispose();
	}

}
