package io.westmoon.login.notify;

import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.westmoon.login.store.Samples;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MailChannelTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Scheduler thread = Schedulers.newBoundedElastic(1, 10, "mail-test", 1, true);

	private MimeMessage sent;

	private Throwable failure;

	private final AtomicInteger mails = new AtomicInteger();

	private final CountDownLatch begun = new CountDownLatch(1);

	private CountDownLatch held = new CountDownLatch(0);

	private final JavaMailSenderImpl sender = new JavaMailSenderImpl() {

		@Override
		public void send(MimeMessage message) {
			assertThat(Schedulers.isInNonBlockingThread()).isFalse();
			if (MailChannelTests.this.failure instanceof RuntimeException problem) {
				throw problem;
			}
			if (MailChannelTests.this.failure instanceof Error error) {
				throw error;
			}
			awaitRelease();
			MailChannelTests.this.sent = message;
			MailChannelTests.this.mails.incrementAndGet();
		}

	};

	private final MailChannel channel = new MailChannel(this.sender, List.of("a@example.com", "b@example.com"),
			"app@example.com", this.thread);

	@AfterEach
	void stop() {
		this.thread.dispose();
	}

	@Test
	void thePictureStandsWithinTheText() throws Exception {
		send(Notices.withImage());
		assertThat(this.sent.getSubject()).isEqualTo("Westmoon: login still needed");
		assertThat(this.sent.getAllRecipients()).extracting(Object::toString)
			.containsExactly("a@example.com", "b@example.com");
		assertThat(this.sent.getFrom()).extracting(Object::toString).containsExactly("app@example.com");
		assertThat(source())
			.contains("Scan the picture.", "<img alt=\"\" src=\"cid:code\">", "Content-ID: <code>", "image/png",
					Base64.getEncoder().encodeToString(Samples.PNG).substring(0, 40))
			.doesNotContain("Ask the operator.");
	}

	@Test
	void theLinkIsOneAndTextIsNoMarkup() throws Exception {
		send(new Notice(NoticeKind.LOGIN_NEEDED, "shop", "title", List.of("<script>alert(1)</script>"),
				Notices.PAGE + "/id?a=1&b=2", "open", null, null, null));
		assertThat(source()).contains("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
				"<a href=\"https://jobs.example.com/westmoon/login/id?a=1&amp;b=2\">open</a>");
	}

	@Test
	void aFailureIsToldByItsTypeAndRetriedUnlessItIsTheLogin() {
		this.failure = new MailSendException("hunter2", new ConnectException("hunter2"));
		assertFailure("MailSendException (ConnectException)", true);
		this.failure = new MailSendException(Map.of("hunter2", new SendFailedException("hunter2")));
		assertFailure("MailSendException (SendFailedException)", true);
		this.failure = new MailAuthenticationException("hunter2");
		assertFailure("MailAuthenticationException", false);
		this.failure = new NoClassDefFoundError("hunter2");
		assertFailure("NoClassDefFoundError", false);
	}

	/**
	 * The server takes longer than the sender waits, and the mail is sent all the same.
	 */
	@Test
	void aMailThatIsSentTooLateIsNotSentAgain() throws Exception {
		Mono<Void> message = this.channel.messages(Notices.outcome()).get(0);
		this.held = new CountDownLatch(1);
		Disposable waiting = message.subscribe();
		assertThat(this.begun.await(10, TimeUnit.SECONDS)).isTrue();
		waiting.dispose();
		Mono<Void> again = message.doOnSubscribe((subscription) -> this.held.countDown());
		again.block(TIMEOUT);
		assertThat(this.mails).hasValue(1);
	}

	private void assertFailure(String message, boolean retried) {
		assertThatExceptionOfType(NotificationException.class).isThrownBy(() -> send(Notices.outcome()))
			.withMessage(message)
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.retryAfter() != null).isEqualTo(retried));
	}

	/**
	 * Socket I/O goes on when its thread is interrupted.
	 */
	private void awaitRelease() {
		this.begun.countDown();
		for (int tries = 0; tries < 5; tries++) {
			try {
				assertThat(this.held.await(10, TimeUnit.SECONDS)).isTrue();
				return;
			}
			catch (InterruptedException ex) {
				// Goes on.
			}
		}
	}

	private void send(Notice notice) {
		Flux.fromIterable(this.channel.messages(notice)).concatMap((message) -> message).then().block(TIMEOUT);
	}

	private String source() throws Exception {
		this.sent.saveChanges();
		ByteArrayOutputStream source = new ByteArrayOutputStream();
		this.sent.writeTo(source);
		return source.toString(StandardCharsets.UTF_8);
	}

}
