package io.westmoon.login.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

import jakarta.mail.Session;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Bounds how long a mail server is waited for. Jakarta Mail waits for ever unless told
 * otherwise, and Spring Boot does not tell it.
 */
final class MailTimeouts {

	/**
	 * How long a server may be silent, unless the application says something else.
	 */
	static final Duration SILENCE = Duration.ofMinutes(1);

	private static final Log logger = LogFactory.getLog(MailTimeouts.class);

	private static final List<String> NAMES = List.of("connectiontimeout", "timeout", "writetimeout");

	private MailTimeouts() {
	}

	/**
	 * Returns a sender whose waits end. The given one stays as it is: it is the
	 * application's. One with a session or a class of its own cannot be copied; where its
	 * session lacks a timeout, a warning says which.
	 * @param sender the application's sender
	 * @param silence how long a server may be silent unless the application says
	 * something else
	 */
	@SuppressWarnings("ReferenceEquality")
	static JavaMailSender bounded(JavaMailSender sender, Duration silence) {
		if (!(sender instanceof JavaMailSenderImpl original)) {
			return sender;
		}
		Session session = original.getSession();
		List<String> missing = NAMES.stream()
			.map((name) -> "mail." + protocol(original, session) + "." + name)
			.filter((name) -> session.getProperty(name) == null)
			.toList();
		if (missing.isEmpty()) {
			return sender;
		}
		boolean plain = original.getClass() == JavaMailSenderImpl.class
				&& session.getProperties() == original.getJavaMailProperties();
		if (!plain) {
			logger.warn("A mail server that hangs holds up all notices by mail: set " + String.join(", ", missing)
					+ " in the session of the mail sender");
			return sender;
		}
		Properties properties = new Properties();
		properties.putAll(original.getJavaMailProperties());
		missing.forEach((name) -> properties.setProperty(name, String.valueOf(silence.toMillis())));
		return copy(original, properties);
	}

	private static String protocol(JavaMailSenderImpl sender, Session session) {
		String protocol = (sender.getProtocol() != null) ? sender.getProtocol()
				: session.getProperty("mail.transport.protocol");
		return Objects.requireNonNullElse(protocol, JavaMailSenderImpl.DEFAULT_PROTOCOL);
	}

	private static JavaMailSender copy(JavaMailSenderImpl original, Properties properties) {
		JavaMailSenderImpl copy = new JavaMailSenderImpl();
		copy.setJavaMailProperties(properties);
		copy.setProtocol(original.getProtocol());
		copy.setHost(original.getHost());
		copy.setPort(original.getPort());
		copy.setUsername(original.getUsername());
		copy.setPassword(original.getPassword());
		copy.setDefaultEncoding(original.getDefaultEncoding());
		if (original.getDefaultFileTypeMap() != null) {
			copy.setDefaultFileTypeMap(original.getDefaultFileTypeMap());
		}
		return copy;
	}

}
