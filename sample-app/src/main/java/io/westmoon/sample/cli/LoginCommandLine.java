package io.westmoon.sample.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.LogManager;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Runs {@link LoginCommand} in the process's own streams, language and environment.
 */
public final class LoginCommandLine {

	static final List<String> LANGUAGES = List.of("en", "zh");

	private static final int WIDTH = 80;

	private LoginCommandLine() {
	}

	/**
	 * Says whether arguments are for the command line: those that begin with a word, such
	 * as {@code login}, and those with an option of it. All others are for Spring Boot.
	 * @param args the arguments of the process
	 * @return whether they are for the command line
	 */
	public static boolean isMeantBy(String... args) {
		if (args.length == 0) {
			return false;
		}
		if (!args[0].startsWith("--")) {
			return true;
		}
		CommandSpec known = new CommandLine(
				new LoginCommand(Terminal.ofProcess(), new Messages(Locale.ENGLISH), Map.of()))
			.getCommandSpec();
		return Arrays.stream(args)
			.map((arg) -> arg.split("=", 2)[0])
			.anyMatch((name) -> known.optionsMap().containsKey(name) || known.negatedOptionsMap().containsKey(name));
	}

	/**
	 * Runs the command line. Must come before anything that logs.
	 * @param args the arguments after {@code login}
	 * @return the exit status
	 */
	public static int run(String... args) {
		if (System.getProperty("logback.configurationFile") == null) {
			WarningLog.use();
		}
		LogManager.getLogManager().reset();
		return run(Terminal.ofProcess(), Locale.getDefault(), System.getenv(), args);
	}

	static int run(Terminal terminal, Locale locale, Map<String, String> environment, String... args) {
		Messages messages = new Messages(language(locale, args));
		boolean json = List.of(args).contains("--json");
		LoginCommand command = new LoginCommand(terminal, messages, environment);
		return new CommandLine(command).setExpandAtFiles(false)
			.setResourceBundle(messages.bundle())
			.setOut(terminal.out())
			.setErr(terminal.err())
			.setUsageHelpWidth(WIDTH)
			.setUsageHelpLongOptionsMaxWidth(22)
			.setParameterExceptionHandler(new UsageProblems(terminal, messages, json))
			.setExecutionExceptionHandler((ex, line, parsed) -> {
				LoginProblem problem = new LoginProblem("UNEXPECTED",
						messages.get("problem.unexpected", LoginProblem.describe(ex)));
				terminal.say(problem.message());
				if (json) {
					terminal.printJsonLine(Report.failure(problem));
				}
				return CommandLine.ExitCode.SOFTWARE;
			})
			.execute(args);
	}

	/**
	 * Also a problem with the arguments is told in the language that they ask for.
	 */
	private static Locale language(Locale locale, String... args) {
		Locale chosen = locale;
		for (int i = 0; i < args.length; i++) {
			String value = args[i].startsWith("--lang=") ? args[i].substring("--lang=".length())
					: (args[i].equals("--lang") && i + 1 < args.length) ? args[i + 1] : "";
			chosen = LANGUAGES.contains(value) ? Locale.forLanguageTag(value) : chosen;
		}
		return chosen;
	}

}
