package io.westmoon.login.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.westmoon.login.WestmoonAuthClient;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * The settings of the accounts that have a name: what {@code westmoon.login} says for
 * all, and over it what is said for the account.
 */
final class AccountSettings {

	private static final String COMMON = "westmoon.login";

	private static final String ACCOUNTS = COMMON + ".accounts";

	/**
	 * A name becomes part of directories, keys, threads' names and addresses.
	 */
	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,63}");

	private static final String RULE = "The name of an account consists of the letters a to z, digits, '-' and '_',"
			+ " 64 at most.";

	private final Environment environment;

	AccountSettings(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Returns the names of the configured accounts, without the default one.
	 */
	static Set<String> names(Environment environment) {
		if (environment instanceof ConfigurableEnvironment configurable) {
			configurable.getPropertySources().forEach(AccountSettings::checkNames);
		}
		return Binder.get(environment)
			.bind(ACCOUNTS, Bindable.mapOf(String.class, WestmoonAccountProperties.class))
			.orElseGet(Map::of)
			.keySet();
	}

	/**
	 * The binder drops characters that it does not know, so that {@code 店A} and
	 * {@code 铺A} would be one account.
	 */
	private static void checkNames(PropertySource<?> source) {
		if (source instanceof EnumerablePropertySource<?> enumerable) {
			for (String property : enumerable.getPropertyNames()) {
				if (property.startsWith(ACCOUNTS + ".")) {
					String name = property.substring(ACCOUNTS.length() + 1).split("[.\\[]", 2)[0];
					if (!name.isEmpty() && !NAME.matcher(name).matches()) {
						throw wrongName(name);
					}
				}
			}
		}
	}

	private static InvalidConfigurationPropertyValueException wrongName(String account) {
		return new InvalidConfigurationPropertyValueException(ACCOUNTS, account,
				RULE + " Set display-name for what people see.");
	}

	static String prefix(String account) {
		return ACCOUNTS + "." + account;
	}

	/**
	 * Returns what the names of the properties begin with that an account's settings come
	 * from.
	 */
	static String prefix(String account, WestmoonAccountProperties settings) {
		return (settings instanceof WestmoonLoginProperties) ? COMMON : prefix(account);
	}

	/**
	 * Returns the settings of a configured account.
	 */
	WestmoonAccountProperties of(String account) {
		if (account.equals(WestmoonAuthClient.DEFAULT_ACCOUNT)) {
			throw new InvalidConfigurationPropertyValueException(ACCOUNTS, account,
					"The account '" + account + "' is configured by " + COMMON + ".* itself.");
		}
		if (!NAME.matcher(account).matches()) {
			throw wrongName(account);
		}
		WestmoonAccountProperties properties = common(account);
		Binder.get(this.environment)
			.bind(ConfigurationPropertyName.adapt(prefix(account), '.'), Bindable.ofInstance(properties));
		check(account, properties);
		return properties;
	}

	/**
	 * Returns the settings of an account that is registered while the application runs.
	 * @throws IllegalArgumentException if the name or a setting cannot be used
	 */
	WestmoonAccountProperties of(String account, Map<String, ?> settings) {
		if (!NAME.matcher(account).matches()) {
			throw new IllegalArgumentException("'" + account + "' cannot be the name of an account. " + RULE);
		}
		WestmoonAccountProperties properties = common(account);
		Map<String, Object> named = new LinkedHashMap<>();
		settings.forEach((name, value) -> named.put("account." + name, value));
		try {
			new Binder(List.of(new MapConfigurationPropertySource(named))).bind("account",
					Bindable.ofInstance(properties), new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
			check(account, properties);
		}
		catch (BindException | InvalidConfigurationPropertyValueException | SecretPropertyException ex) {
			// The cause would show values, which may be secret.
			throw new IllegalArgumentException("The settings " + settings.keySet() + " of account '" + account
					+ "' cannot be used: " + ((ex instanceof BindException)
							? "one of them does not exist or has a value of a wrong type" : ex.getMessage()));
		}
		return properties;
	}

	/**
	 * What all accounts have in common. A user belongs to one account only, and so do a
	 * name and a directory.
	 */
	private WestmoonAccountProperties common(String account) {
		WestmoonAccountProperties properties = new WestmoonAccountProperties();
		Binder.get(this.environment).bind(COMMON, Bindable.ofInstance(properties));
		properties.setExpectedUserId(null);
		properties.setDisplayName(null);
		WestmoonAccountProperties.Store store = properties.getStore();
		store.setDirectory(store.getDirectory() + "/accounts/" + account);
		return properties;
	}

	private static void check(String account, WestmoonAccountProperties properties) {
		new PropertiesValidator(prefix(account)).check(properties);
	}

}
