package io.westmoon.sample.cli;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonLoginException;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import io.westmoon.login.store.file.FileSessionStore;
import io.westmoon.login.store.file.SessionStoreUnavailableException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options of the command line and what they are good for. Without one of the
 * exclusive flags it shows a code and returns at once.
 */
@Command(name = "login", mixinStandardHelpOptions = false, sortOptions = false, usageHelpAutoWidth = false)
final class LoginCommand implements Callable<Integer> {

	static final String PLATFORM = WebClientWestmoonPlatform.DEFAULT_BASE_URL;

	static final String HOME = "~/.westmoon-user-login";

	private static final String STANDARD_INPUT = "-";

	private static final String ACCOUNT = WestmoonAuthClient.DEFAULT_ACCOUNT;

	private final Terminal terminal;

	private final Messages messages;

	private final Map<String, String> environment;

	@Spec
	private @Nullable CommandSpec spec;

	@ArgGroup
	private Flags flags = new Flags();

	@Option(names = "--base-url", paramLabel = "URL", defaultValue = PLATFORM)
	private String baseUrl = PLATFORM;

	@Option(names = "--home", paramLabel = "DIR", defaultValue = HOME)
	private String home = HOME;

	@Option(names = "--open", negatable = true)
	private @Nullable Boolean open;

	@Option(names = "--json")
	private boolean json;

	@Option(names = "--lang", paramLabel = "en|zh")
	private @Nullable String language;

	@SuppressWarnings("UnusedVariable")
	@Option(names = { "-h", "--help" }, usageHelp = true)
	private boolean help;

	LoginCommand(Terminal terminal, Messages messages, Map<String, String> environment) {
		this.terminal = terminal;
		this.messages = messages;
		this.environment = environment;
	}

	@Override
	public Integer call() {
		if (this.language != null && !LoginCommandLine.LANGUAGES.contains(this.language)) {
			throw usageProblem(this.messages.get("usage.lang", this.language));
		}
		if (this.flags.notifyTest) {
			return new Report(this.terminal, this.messages,
					new Problems(this.messages, commands(), this.baseUrl, this.home, null), this.json)
				.notified(new NotifyTest(this.environment).run());
		}
		String scanToken = scanToken();
		PlatformConnection connection = this.flags.status ? null : connection();
		WestmoonPlatform platform = (connection != null) ? platform(connection) : null;
		Report report = new Report(this.terminal, this.messages,
				new Problems(this.messages, commands(), this.baseUrl, this.home, connection), this.json);
		try {
			if (platform == null) {
				try (SessionStore store = openToRead()) {
					return new StoredLogin(store, report).status();
				}
			}
			WatchedPlatform watched = new WatchedPlatform(platform, report);
			return this.flags.logout ? logout(watched, report) : run(watched, report, scanToken);
		}
		catch (WestmoonLoginException ex) {
			return report.failed(report.problems().of(ex));
		}
	}

	private int run(WestmoonPlatform platform, Report report, @Nullable String scanToken) {
		if (this.flags.check || this.flags.userinfo) {
			SessionStore store = openToRead();
			try (WestmoonAuthClient client = client(platform, store)) {
				StoredLogin login = new StoredLogin(store, report);
				return this.flags.check ? login.check(client) : login.userinfo(client);
			}
		}
		FileSessionStore store = open();
		WestmoonAuthClient client = client(platform, store);
		try (Interruptible interruptible = new Interruptible(client, report)) {
			CodeLogin login = new CodeLogin(client, store, report, interruptible,
					new CodeDisplay(store, report, this.environment, this.open),
					new ForeignCode(platform, store, report, interruptible));
			return interruptible.quietly(() -> {
				if (scanToken != null) {
					return login.poll(scanToken);
				}
				return this.flags.resume ? login.resume() : login.show(this.flags.blocking);
			});
		}
	}

	/**
	 * On a full disk the files are deleted first. Then there is room to write that
	 * somebody logged out, which other processes hear of; if there is none, the login is
	 * gone all the same.
	 */
	private int logout(WestmoonPlatform platform, Report report) {
		try {
			logout(platform);
		}
		catch (SessionStoreException ex) {
			if (!isForWantOfSpace(ex)) {
				throw ex;
			}
			FileSessionStore.deleteLogin(this.home);
			try {
				logout(platform);
			}
			catch (SessionStoreException again) {
				report.say("logout.unwritten", Problems.reason(again));
			}
		}
		return report.loggedOut();
	}

	private void logout(WestmoonPlatform platform) {
		try (WestmoonAuthClient client = client(platform, open())) {
			client.logout().block();
		}
	}

	private static boolean isForWantOfSpace(SessionStoreException ex) {
		String message = String.valueOf(ex.getMessage());
		return message.contains("No space left") || message.contains("quota exceeded")
				|| message.contains("not enough space");
	}

	private static WestmoonAuthClient client(WestmoonPlatform platform, SessionStore store) {
		return DefaultWestmoonAuthClient.builder().platform(platform).store(store).maxCodes(1).build();
	}

	private FileSessionStore open() {
		return FileSessionStore.open(ACCOUNT, this.home, Clock.systemUTC());
	}

	/**
	 * Where nothing can be written, what is there can be read nevertheless.
	 */
	private SessionStore openToRead() {
		try {
			return open();
		}
		catch (SessionStoreUnavailableException ex) {
			if (ex.remedy() != null) {
				throw ex;
			}
			try {
				return FileSessionStore.openReadOnly(ACCOUNT, this.home, Clock.systemUTC());
			}
			catch (SessionStoreUnavailableException unreadable) {
				throw (unreadable.remedy() != null) ? unreadable : ex;
			}
		}
	}

	/**
	 * A scan token that is an argument is seen by everybody who may list processes.
	 */
	private @Nullable String scanToken() {
		String given = this.flags.poll;
		if (given != null && given.isBlank()) {
			throw usageProblem(this.messages.get("usage.blankToken"));
		}
		if (!STANDARD_INPUT.equals(given)) {
			return given;
		}
		String line = this.terminal.read();
		if (line == null || line.isBlank()) {
			throw usageProblem(this.messages.get("usage.noToken"));
		}
		return line.strip();
	}

	/**
	 * Repeats the options that the next command needs to mean the same login.
	 */
	private Commands commands() {
		List<String> options = new ArrayList<>();
		if (isGiven("--home")) {
			options.addAll(List.of("--home", this.home));
		}
		if (isGiven("--base-url")) {
			options.addAll(List.of("--base-url", this.baseUrl));
		}
		if (this.language != null) {
			options.addAll(List.of("--lang", this.language));
		}
		return new Commands(options);
	}

	private boolean isGiven(String option) {
		CommandSpec known = this.spec;
		return known != null && known.commandLine().getParseResult().hasMatchedOption(option);
	}

	private PlatformConnection connection() {
		try {
			return new PlatformConnection(this.baseUrl, this.environment);
		}
		catch (ProxySettings.InvalidProxyException ex) {
			throw usageProblem(this.messages.get("usage.proxy", String.valueOf(ex.getMessage())));
		}
		catch (IllegalArgumentException ex) {
			throw wrongUrl(ex);
		}
	}

	private WestmoonPlatform platform(PlatformConnection connection) {
		try {
			return connection.platform();
		}
		catch (IllegalArgumentException ex) {
			throw wrongUrl(ex);
		}
	}

	private ParameterException wrongUrl(IllegalArgumentException ex) {
		return usageProblem(this.messages.get("usage.url", this.baseUrl, LoginProblem.describe(ex)));
	}

	private ParameterException usageProblem(String message) {
		CommandSpec known = this.spec;
		if (known == null) {
			throw new IllegalStateException(message);
		}
		return new ParameterException(known.commandLine(), message);
	}

	/**
	 * What to do; at most one of them.
	 */
	static final class Flags {

		@Option(names = "--blocking")
		private boolean blocking;

		@Option(names = "--continue")
		private boolean resume;

		@Option(names = "--poll", paramLabel = "SCAN_TOKEN")
		private @Nullable String poll;

		@Option(names = "--status")
		private boolean status;

		@Option(names = "--check")
		private boolean check;

		@Option(names = "--userinfo")
		private boolean userinfo;

		@Option(names = "--logout")
		private boolean logout;

		@Option(names = "--notify-test")
		private boolean notifyTest;

	}

}
