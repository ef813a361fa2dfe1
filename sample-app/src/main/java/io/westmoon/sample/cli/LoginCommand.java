package io.westmoon.sample.cli;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;

import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonLoginException;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import io.westmoon.login.store.file.FileSessionStore;
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
		String scanToken = scanToken();
		WestmoonPlatform platform = this.flags.status ? null : platform();
		Report report = new Report(this.terminal, this.messages, new Problems(this.messages, this.baseUrl, this.home),
				this.json);
		try {
			SessionStore store = FileSessionStore.open(WestmoonAuthClient.DEFAULT_ACCOUNT, this.home,
					Clock.systemUTC());
			if (platform == null) {
				return new StoredLogin(store, report).status();
			}
			WestmoonAuthClient client = DefaultWestmoonAuthClient.builder()
				.platform(platform)
				.store(store)
				.maxCodes(1)
				.build();
			try (Interruptible interruptible = new Interruptible(client, this.terminal, this.messages)) {
				return run(client, store, report, interruptible, scanToken);
			}
		}
		catch (WestmoonLoginException ex) {
			return report.failed(report.problems().of(ex));
		}
	}

	private int run(WestmoonAuthClient client, SessionStore store, Report report, Interruptible interruptible,
			@Nullable String scanToken) {
		if (this.flags.check) {
			return new StoredLogin(store, report).check(client);
		}
		if (this.flags.userinfo) {
			return new StoredLogin(store, report).userinfo(client);
		}
		if (this.flags.logout) {
			return new StoredLogin(store, report).logout(client);
		}
		CodeLogin login = new CodeLogin(client, store, report, interruptible,
				new CodeDisplay(store, report, this.environment, this.open));
		if (scanToken != null) {
			return login.poll(scanToken);
		}
		if (this.flags.resume) {
			return login.resume();
		}
		return login.show(this.flags.blocking);
	}

	/**
	 * A scan token that is an argument is seen by everybody who may list processes.
	 */
	private @Nullable String scanToken() {
		if (!STANDARD_INPUT.equals(this.flags.poll)) {
			return this.flags.poll;
		}
		String line = this.terminal.read();
		if (line == null || line.isBlank()) {
			throw usageProblem(this.messages.get("usage.noToken"));
		}
		return line.strip();
	}

	private WestmoonPlatform platform() {
		try {
			return WebClientWestmoonPlatform.builder().baseUrl(this.baseUrl).build();
		}
		catch (IllegalArgumentException ex) {
			throw usageProblem(this.messages.get("usage.url", this.baseUrl, LoginProblem.describe(ex)));
		}
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

	}

}
