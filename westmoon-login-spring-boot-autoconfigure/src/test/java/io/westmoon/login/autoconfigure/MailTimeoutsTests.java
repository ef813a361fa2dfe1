package io.westmoon.login.autoconfigure;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import io.westmoon.login.testsupport.CapturedLog;
import jakarta.mail.Session;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.mail.MailSendException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class MailTimeoutsTests {

	private static final Duration SILENCE = Duration.ofMillis(200);

	@Test
	void aMailServerThatSaysNothingIsNotWaitedForForEver() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
			JavaMailSenderImpl sender = sender();
			sender.setHost("127.0.0.1");
			sender.setPort(silent.getLocalPort());
			FutureTask<Throwable> sending = new FutureTask<>(
					() -> catchThrowable(() -> MailTimeouts.bounded(sender, SILENCE).send(mail())));
			Thread thread = new Thread(sending, "mail");
			thread.setDaemon(true);
			thread.start();
			assertThat(sending.get(20, TimeUnit.SECONDS)).isInstanceOf(MailSendException.class)
				.hasRootCauseInstanceOf(SocketTimeoutException.class);
		}
	}

	@Test
	void theApplicationsOwnTimeoutsCountAndItsSenderStaysAsItIs() {
		JavaMailSenderImpl sender = sender();
		sender.setProtocol("smtps");
		sender.getJavaMailProperties().setProperty("mail.smtps.timeout", "5000");
		JavaMailSenderImpl bounded = (JavaMailSenderImpl) MailTimeouts.bounded(sender, SILENCE);
		assertThat(bounded.getJavaMailProperties()).containsEntry("mail.smtps.timeout", "5000")
			.containsEntry("mail.smtps.connectiontimeout", "200")
			.containsEntry("mail.smtps.writetimeout", "200");
		assertThat(sender.getJavaMailProperties()).hasSize(1);
		assertThat(bounded).usingRecursiveComparison()
			.ignoringFields("javaMailProperties", "session")
			.isEqualTo(sender);
	}

	@Test
	void aSenderWithAllTimeoutsIsTakenAsItIs() {
		JavaMailSenderImpl sender = sender();
		Properties properties = sender.getJavaMailProperties();
		properties.setProperty("mail.smtp.connectiontimeout", "1");
		properties.setProperty("mail.smtp.timeout", "2");
		properties.setProperty("mail.smtp.writetimeout", "3");
		assertThat(MailTimeouts.bounded(sender, SILENCE)).isSameAs(sender);
	}

	@Test
	void aSenderThatCannotBeCopiedIsWarnedOf() {
		JavaMailSenderImpl withSession = sender();
		withSession.setSession(Session.getInstance(new Properties()));
		JavaMailSenderImpl own = new JavaMailSenderImpl() {
		};
		JavaMailSender foreign = Mockito.mock(JavaMailSender.class);
		for (JavaMailSender sender : new JavaMailSender[] { withSession, own }) {
			try (CapturedLog log = CapturedLog.open(Level.WARN)) {
				assertThat(MailTimeouts.bounded(sender, SILENCE)).isSameAs(sender);
				assertThat(log.lines()).singleElement()
					.satisfies((line) -> assertThat(line.message())
						.contains("set mail.smtp.connectiontimeout, mail.smtp.timeout, mail.smtp.writetimeout"));
			}
		}
		assertThat(MailTimeouts.bounded(foreign, SILENCE)).isSameAs(foreign);
	}

	private static JavaMailSenderImpl sender() {
		JavaMailSenderImpl sender = new JavaMailSenderImpl();
		sender.setHost("mail.invalid");
		sender.setPort(2525);
		sender.setUsername("user");
		sender.setPassword("secret");
		sender.setDefaultEncoding("UTF-8");
		return sender;
	}

	private static SimpleMailMessage mail() {
		SimpleMailMessage mail = new SimpleMailMessage();
		mail.setFrom("app@example.com");
		mail.setTo("ops@example.com");
		mail.setText("text");
		return mail;
	}

}
