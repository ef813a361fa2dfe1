package io.westmoon.login.notify;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.westmoon.login.CodeImage;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.web.util.HtmlUtils;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Mail, with the picture of a code within the text. A mail server that hangs holds up
 * only the thread that is given here, on which one mail is sent after the other.
 */
public final class MailChannel implements NotificationChannel {

	private static final String CODE = "code";

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private final JavaMailSender sender;

	private final List<String> to;

	private final @Nullable String from;

	private final Scheduler threads;

	/**
	 * Creates the channel.
	 * @param sender sends the mails
	 * @param to the addresses of people
	 * @param from the address of the sender; {@code null} for that of the mail sender
	 * @param threads runs what blocks; has a single thread
	 */
	public MailChannel(JavaMailSender sender, List<String> to, @Nullable String from, Scheduler threads) {
		this.sender = sender;
		this.to = List.copyOf(to);
		this.from = from;
		this.threads = threads;
	}

	@Override
	public String name() {
		return "mail";
	}

	@Override
	public List<RateLimit> limits() {
		return List.of(RateLimit.perMinute(20));
	}

	@Override
	public List<Mono<Void>> messages(Notice notice) {
		AtomicBoolean sent = new AtomicBoolean();
		return List.of(Mono.<Void>fromRunnable(() -> send(notice, sent)).subscribeOn(this.threads));
	}

	/**
	 * A mail that was given up, and was sent late all the same, is not sent again.
	 */
	private void send(Notice notice, AtomicBoolean sent) {
		if (sent.get()) {
			return;
		}
		try {
			this.sender.send(message(notice));
			sent.set(true);
		}
		catch (Throwable ex) {
			Throwable cause = cause(ex);
			throw new NotificationException(
					ex.getClass().getSimpleName()
							+ ((cause != ex) ? " (" + cause.getClass().getSimpleName() + ")" : ""),
					(ex instanceof MailAuthenticationException || ex instanceof Error) ? null : RETRY_AFTER);
		}
	}

	/**
	 * What a server refuses is no cause of its exception, but stands beside it.
	 */
	private static Throwable cause(Throwable ex) {
		Exception[] refused = (ex instanceof MailSendException sending) ? sending.getMessageExceptions()
				: new Exception[0];
		return NestedExceptionUtils.getMostSpecificCause((refused.length > 0) ? refused[0] : ex);
	}

	private MimeMessage message(Notice notice) throws MessagingException {
		CodeImage image = notice.image();
		MimeMessage message = this.sender.createMimeMessage();
		MimeMessageHelper helper = new MimeMessageHelper(message, true, StandardCharsets.UTF_8.name());
		helper.setTo(this.to.toArray(String[]::new));
		if (this.from != null) {
			helper.setFrom(this.from);
		}
		helper.setSubject(notice.title());
		helper.setText(text(notice), html(notice));
		if (image != null) {
			helper.addInline(CODE, new ByteArrayResource(image.bytes()), image.mediaType());
		}
		return message;
	}

	private static String text(Notice notice) {
		return String.join("\n\n", notice.lines(true))
				+ ((notice.link() != null) ? "\n\n" + notice.linkLabel() + ": " + notice.link() : "");
	}

	private static String html(Notice notice) {
		StringBuilder html = new StringBuilder("<!doctype html><html><head><meta charset=\"utf-8\"></head><body>");
		notice.lines(true).forEach((line) -> html.append("<p>").append(HtmlUtils.htmlEscape(line)).append("</p>"));
		if (notice.link() != null) {
			html.append("<p><a href=\"")
				.append(HtmlUtils.htmlEscape(notice.link()))
				.append("\">")
				.append(HtmlUtils.htmlEscape(notice.linkLabel()))
				.append("</a></p>");
		}
		if (notice.image() != null) {
			html.append("<p><img alt=\"\" src=\"cid:" + CODE + "\"></p>");
		}
		return html.append("</body></html>").toString();
	}

}
