package io.westmoon.login.autoconfigure;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.westmoon.login.LoginInstrumentation;
import io.westmoon.login.LoginListener;
import io.westmoon.login.LoginNotifications;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClients;
import io.westmoon.login.notify.ChannelSender;
import io.westmoon.login.notify.LoginNotifier;
import io.westmoon.login.notify.Mentions;
import io.westmoon.login.notify.Notice;
import io.westmoon.login.notify.NotificationChannel;
import io.westmoon.login.notify.NotificationSettings;
import io.westmoon.login.notify.QuietHours;
import io.westmoon.login.notify.WebhookChannels;
import io.westmoon.login.notify.WebhookClient;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Tells people about the logins of all accounts that have a channel. Accounts with the
 * same channel share its sender, and with it its limits. Thread-safe.
 */
final class Notifiers implements LoginNotifications, AutoCloseable {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final WestmoonLoginProperties properties;

	private final NotifyWebClients webClients;

	private final ObjectProvider<MailChannelFactory> mail;

	private final ObjectProvider<NotificationChannel> own;

	private final Supplier<WestmoonAuthClients> accounts;

	private final ObjectProvider<LoginInstrumentation> instrumentations;

	private final Environment environment;

	private final Clock clock = Clock.systemUTC();

	private final Map<List<Object>, ChannelSender> senders = new HashMap<>();

	private final Map<String, List<ChannelSender>> sendersOfAccounts = new HashMap<>();

	private final Map<Boolean, WebhookClient> clients = new HashMap<>();

	private final Map<String, LoginNotifier> notifiers = new ConcurrentHashMap<>();

	Notifiers(WestmoonLoginProperties properties, NotifyWebClients webClients, ObjectProvider<MailChannelFactory> mail,
			ObjectProvider<NotificationChannel> own, Supplier<WestmoonAuthClients> accounts,
			ObjectProvider<LoginInstrumentation> instrumentations, Environment environment) {
		this.properties = properties;
		this.webClients = webClients;
		this.mail = mail;
		this.own = own;
		this.accounts = accounts;
		this.instrumentations = instrumentations;
		this.environment = environment;
	}

	/**
	 * Returns what tells people about the logins of an account.
	 * @return a listener; {@code null} if the account has no channel
	 */
	@Nullable LoginListener open(String account, WestmoonAccountProperties settings, SessionStore store) {
		List<ChannelSender> channels = channels(account, settings);
		if (channels.isEmpty()) {
			return null;
		}
		LoginNotifier notifier = new LoginNotifier(settings(account, settings), store, channels, this.clock,
				Schedulers.parallel(), () -> waitingFor(account));
		close(this.notifiers.put(account, notifier));
		return notifier;
	}

	private List<String> waitingFor(String account) {
		WestmoonAuthClients known = this.accounts.get();
		return known.names().contains(account) ? known.get(account).waitingFor() : List.of();
	}

	/**
	 * Sends no more notices about an account.
	 */
	void remove(String account) {
		close(this.notifiers.remove(account));
		removeSenders(account);
	}

	/**
	 * What they have got already is still sent.
	 */
	private synchronized void removeSenders(String account) {
		this.sendersOfAccounts.remove(account);
		this.senders.values().removeIf((sender) -> {
			boolean used = this.sendersOfAccounts.values().stream().anyMatch((theirs) -> theirs.contains(sender));
			if (!used) {
				sender.finish();
			}
			return !used;
		});
	}

	private static void close(@Nullable LoginNotifier notifier) {
		if (notifier != null) {
			notifier.close();
		}
	}

	private NotificationSettings settings(String account, WestmoonAccountProperties settings) {
		NotifyProperties notify = settings.getNotify();
		WestmoonLoginProperties.Page page = this.properties.getPage();
		ZoneId zone = Objects.requireNonNullElseGet(notify.getTimeZone(), ZoneId::systemDefault);
		String quietHours = notify.getQuietHours();
		String loginPage = (page.getPublicUrl() != null) ? StringUtils.trimTrailingCharacter(page.getPublicUrl(), '/')
				: null;
		return new NotificationSettings(account, this.environment.getProperty("spring.application.name"),
				settings.getDisplayName(), settings.getScanHint(), notify.getLanguage().locale(), zone,
				StringUtils.hasText(quietHours) ? QuietHours.parse(quietHours, zone) : null, notify.getRemindEvery(),
				loginPage, page.getLinkLifetime());
	}

	private synchronized List<ChannelSender> channels(String account, WestmoonAccountProperties settings) {
		NotifyProperties notify = settings.getNotify();
		List<ChannelSender> channels = new ArrayList<>();
		URI wecom = ChannelUrl.WECOM.of(settings);
		if (wecom != null) {
			Mentions mentions = Mentions.of(notify.getWecom().getMentionUsers(), notify.getWecom().getMentionMobiles());
			channels.add(sender(List.of(wecom, mentions), notify, () -> factory(notify, wecom).wecom(wecom, mentions)));
		}
		URI dingtalk = ChannelUrl.DINGTALK.of(settings);
		if (dingtalk != null) {
			Mentions mentions = Mentions.of(notify.getDingtalk().getMentionUsers(),
					notify.getDingtalk().getMentionMobiles());
			String secret = text(notify.getDingtalk().getSecret());
			channels.add(sender(List.of(dingtalk, mentions, String.valueOf(secret)), notify,
					() -> factory(notify, dingtalk).dingTalk(dingtalk, secret, mentions)));
		}
		URI feishu = ChannelUrl.FEISHU.of(settings);
		if (feishu != null) {
			Mentions mentions = Mentions.of(notify.getFeishu().getMentionUsers(), List.of());
			String secret = text(notify.getFeishu().getSecret());
			channels.add(sender(List.of(feishu, mentions, String.valueOf(secret)), notify,
					() -> factory(notify, feishu).feishu(feishu, secret, mentions)));
		}
		if (!notify.getMail().getTo().isEmpty()) {
			channels.add(mail(account, settings));
		}
		URI webhook = ChannelUrl.WEBHOOK.of(settings);
		if (webhook != null) {
			String template = notify.getWebhook().getTemplate();
			Map<String, String> headers = notify.getWebhook().getHeaders();
			channels.add(sender(List.of(webhook, template, Map.copyOf(headers)), notify,
					() -> factory(notify, webhook).webhook(webhook, template, headers)));
		}
		this.own.orderedStream().forEach((channel) -> channels.add(sender(List.of(channel), notify, () -> channel)));
		this.sendersOfAccounts.put(account, channels);
		return channels;
	}

	private ChannelSender mail(String account, WestmoonAccountProperties settings) {
		NotifyProperties.Mail mail = settings.getNotify().getMail();
		String prefix = AccountSettings.prefix(account, settings);
		MailChannelFactory factory = this.mail.getIfAvailable();
		if (factory == null) {
			throw new InvalidConfigurationPropertyValueException(prefix + ".notify.mail.to", mail.getTo(),
					"Spring's mail support is not on the class path. Add spring-boot-starter-mail.");
		}
		String from = text(mail.getFrom());
		return sender(List.of("mail", List.copyOf(mail.getTo()), String.valueOf(from)), settings.getNotify(),
				() -> factory.create(mail.getTo(), from, prefix));
	}

	/**
	 * Returns the sender of a channel.
	 * @param key what tells it from other channels
	 */
	private ChannelSender sender(List<Object> key, NotifyProperties notify, Supplier<NotificationChannel> channel) {
		return this.senders.computeIfAbsent(List.of(key, notify.getTimeout()), (missing) -> {
			NotificationChannel opened = channel.get();
			return new ChannelSender(opened, notify.getTimeout(), Schedulers.parallel(),
					(notice, sent) -> count(notice, opened, sent));
		});
	}

	private void count(Notice notice, NotificationChannel channel, boolean sent) {
		this.instrumentations.forEach((known) -> known.noticeDelivered(notice.account(), channel.name(), sent));
	}

	/**
	 * Plain HTTP goes to this machine or was allowed, so it may stay within the network.
	 */
	private WebhookChannels factory(NotifyProperties notify, URI url) {
		boolean externalOnly = !notify.isAllowInternalAddresses() && !"http".equalsIgnoreCase(url.getScheme());
		return new WebhookChannels(client(externalOnly), this.clock);
	}

	private WebhookClient client(boolean externalOnly) {
		return this.clients.computeIfAbsent(externalOnly,
				(missing) -> new WebhookClient(() -> this.webClients.builder(externalOnly)));
	}

	private static @Nullable String text(@Nullable String value) {
		return StringUtils.hasText(value) ? value.strip() : null;
	}

	@Override
	public List<String> channels(String account) {
		LoginNotifier notifier = this.notifiers.get(account);
		return (notifier != null) ? notifier.channels() : List.of();
	}

	@Override
	public Mono<Map<String, String>> test(String account) {
		return Mono.defer(() -> {
			LoginNotifier notifier = notifier(account);
			return (notifier != null) ? notifier.test() : Mono.just(Map.of());
		});
	}

	@Override
	public Mono<Boolean> snooze(String account, Duration duration) {
		return Mono.defer(() -> {
			LoginNotifier notifier = notifier(account);
			return (notifier != null) ? notifier.snooze(duration) : Mono.just(false);
		});
	}

	/**
	 * Asking for the client makes sure that there is such an account.
	 */
	private @Nullable LoginNotifier notifier(String account) {
		return this.notifiers.get(this.accounts.get().get(account).account());
	}

	/**
	 * A notice that is on its way was claimed, so no other process would send it.
	 */
	@Override
	public void close() {
		this.notifiers.values().forEach(LoginNotifier::close);
		List<ChannelSender> all = senders();
		Mono<Void> finished = Flux.fromIterable(all)
			.flatMap(ChannelSender::finish, Math.max(1, all.size()))
			.then()
			.timeout(CLOSE_TIMEOUT, Mono.empty())
			.doFinally((signal) -> all.forEach(ChannelSender::close));
		if (Schedulers.isInNonBlockingThread()) {
			finished.subscribe();
		}
		else {
			finished.block(CLOSE_TIMEOUT.plusSeconds(1));
		}
	}

	private synchronized List<ChannelSender> senders() {
		return List.copyOf(this.senders.values());
	}

}
