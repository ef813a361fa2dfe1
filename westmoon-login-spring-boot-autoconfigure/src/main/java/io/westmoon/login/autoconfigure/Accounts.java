package io.westmoon.login.autoconfigure;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.westmoon.login.SessionStore;
import io.westmoon.login.UnknownAccountException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonAuthClients;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.http.WestmoonBearerTokenFilters;
import io.westmoon.login.store.json.EncryptionKeysException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Opens the accounts that have a name, and knows those whose clients are beans. Readers
 * need no lock: each change replaces the whole map.
 */
final class Accounts implements WestmoonAuthClients {

	private static final Log logger = LogFactory.getLog(Accounts.class);

	private final AccountFactory factory;

	private final AccountSettings settings;

	private final Platforms platforms;

	private final WestmoonPlatform platform;

	private final WestmoonBearerTokenFilters filters = new WestmoonBearerTokenFilters();

	private final ClientBeans beans;

	private final PendingLogins pendingLogins = new PendingLogins(Clock.systemUTC(), Schedulers.parallel());

	private final Object changes = new Object();

	private volatile Map<String, Account> accounts = Map.of();

	private volatile boolean started;

	private boolean closed;

	Accounts(AccountFactory factory, AccountSettings settings, Platforms platforms, WestmoonPlatform platform,
			ClientBeans beans) {
		this.factory = factory;
		this.settings = settings;
		this.platforms = platforms;
		this.platform = platform;
		this.beans = beans;
	}

	/**
	 * Opens configured accounts, all or none.
	 */
	void open(Collection<String> names) {
		try {
			names.forEach((name) -> open(name, this.settings.of(name)));
		}
		catch (RuntimeException | Error ex) {
			close(this.accounts.values().stream().map(Account::client).toList());
			throw ex;
		}
	}

	@Override
	public WestmoonAuthClient register(String account, Map<String, ?> settings) {
		if (this.beans.clients().containsKey(account)) {
			throw exists(account);
		}
		try {
			WestmoonAuthClient client = open(account, this.settings.of(account, settings));
			this.platforms.prepareNew();
			if (this.started) {
				resumeLogin(account);
			}
			return client;
		}
		catch (InvalidConfigurationPropertyValueException | SecretPropertyException | EncryptionKeysException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

	/**
	 * Goes on with the logins that were pending when the last process ended. To be called
	 * when the application has started.
	 * @param client the client that is injected without a qualifier
	 * @param store the store of that client
	 */
	void resumeLogins(@Nullable WestmoonAuthClient client, @Nullable SessionStore store) {
		this.started = true;
		if (client != null && store != null && !this.accounts.containsKey(ClientBeans.accountOf(client))) {
			this.pendingLogins.resume(client, store);
		}
		this.accounts.keySet().forEach(this::resumeLogin);
	}

	private void resumeLogin(String name) {
		Account account = this.accounts.get(name);
		if (account != null) {
			this.pendingLogins.resume(account.client, account.store);
		}
	}

	/**
	 * Returns the filters of all accounts.
	 */
	WestmoonBearerTokenFilters filters() {
		return this.filters;
	}

	void addFilter(String name, WestmoonAuthClient client, WestmoonAccountProperties settings) {
		this.filters.add(name, client, this.factory.bearerTokens(name, settings));
	}

	private WestmoonAuthClient open(String name, WestmoonAccountProperties properties) {
		synchronized (this.changes) {
			if (this.closed) {
				throw new IllegalStateException("The application ends, so there can be no new account");
			}
			if (this.accounts.containsKey(name)) {
				throw exists(name);
			}
			Account account = account(name, properties);
			addFilter(name, account.client, properties);
			Map<String, Account> more = new LinkedHashMap<>(this.accounts);
			more.put(name, account);
			this.accounts = Collections.unmodifiableMap(more);
			return account.client;
		}
	}

	private static IllegalStateException exists(String account) {
		return new IllegalStateException("There is an account '" + account + "' already. Remove it first");
	}

	private Account account(String name, WestmoonAccountProperties properties) {
		SessionStore store = this.factory.store(name, properties, AccountSettings.prefix(name));
		try {
			WestmoonPlatform own = this.platforms.built(this.platform) ? this.platforms.of(properties) : this.platform;
			return new Account(this.factory.client(name, properties, own, store), store, own, properties);
		}
		catch (RuntimeException | Error ex) {
			store.close();
			throw ex;
		}
	}

	@Override
	public boolean remove(String account) {
		Account removed;
		synchronized (this.changes) {
			Map<String, Account> fewer = new LinkedHashMap<>(this.accounts);
			removed = fewer.remove(account);
			if (removed != null) {
				this.accounts = Collections.unmodifiableMap(fewer);
				this.filters.remove(account);
			}
		}
		if (removed != null) {
			this.factory.remove(account);
			removed.client.close();
			forgetPlatform(removed.platform);
		}
		else if (this.beans.clients().containsKey(account)) {
			throw new IllegalStateException("The client of account '" + account + "' is a bean, which the application"
					+ " context closes; only accounts that were configured by name or registered can be removed");
		}
		return removed != null;
	}

	private void forgetPlatform(WestmoonPlatform platform) {
		synchronized (this.changes) {
			if (platform != this.platform
					&& this.accounts.values().stream().noneMatch((account) -> account.platform == platform)) {
				this.platforms.forget(platform);
			}
		}
	}

	@Override
	public WestmoonAuthClient get(String account) {
		Account own = this.accounts.get(account);
		WestmoonAuthClient client = (own != null) ? own.client : this.beans.clients().get(account);
		if (client == null) {
			throw new UnknownAccountException(account, names());
		}
		return client;
	}

	@Override
	public Set<String> names() {
		Set<String> names = new LinkedHashSet<>(this.beans.clients().keySet());
		names.addAll(this.accounts.keySet());
		return names;
	}

	@Override
	public Iterator<WestmoonAuthClient> iterator() {
		return clients(this.beans.clients().values()).iterator();
	}

	private List<WestmoonAuthClient> clients(Collection<WestmoonAuthClient> beans) {
		List<WestmoonAuthClient> clients = new ArrayList<>(beans);
		this.accounts.values().forEach((account) -> clients.add(account.client));
		return clients;
	}

	/**
	 * Returns the accounts that were opened here, by name.
	 */
	Map<String, Account> opened() {
		return this.accounts;
	}

	/**
	 * Closes all clients at the same time, since each may wait for a step of its login.
	 */
	void close() {
		synchronized (this.changes) {
			this.closed = true;
		}
		this.pendingLogins.close();
		close(clients(this.beans.known()));
	}

	private static void close(List<WestmoonAuthClient> clients) {
		if (clients.isEmpty()) {
			return;
		}
		Scheduler threads = Schedulers.newBoundedElastic(clients.size(), Integer.MAX_VALUE, "westmoon-login-close", 1,
				true);
		try {
			Flux.fromIterable(clients)
				.flatMap((client) -> closing(client).subscribeOn(threads), clients.size())
				.blockLast();
		}
		finally {
			threads.dispose();
		}
	}

	private static Mono<Void> closing(WestmoonAuthClient client) {
		return Mono.<Void>fromRunnable(client::close).onErrorResume((error) -> {
			logger.warn("The client of account '" + client.account() + "' did not close in order", error);
			return Mono.empty();
		});
	}

	/**
	 * An account that was opened here.
	 *
	 * @param client its client
	 * @param store where its session is kept
	 * @param platform where it logs in
	 * @param settings its settings
	 */
	record Account(WestmoonAuthClient client, SessionStore store, WestmoonPlatform platform,
			WestmoonAccountProperties settings) {
	}

}
