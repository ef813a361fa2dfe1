package io.westmoon.sample.cli;

import java.util.Locale;
import java.util.Map;
import java.util.logging.LogManager;

import picocli.CommandLine;

/**
 * Runs {@link LoginCommand} in the process's own streams, language and environment.
 */
public final class LoginCommandLine {

	private LoginCommandLine() {
	}

	/**
	 * Runs the command line. Must come before anything that logs.
	 * @param args the arguments after {@code login}
	 * @return the exit status
	 */
	public static int run(String... args) {
		if (System.getProperty("logback.configurationFile") == null) {
			System.setProperty("logback.configurationFile", "logback-cli.xml");
		}
		LogManager.getLogManager().reset();
		return run(Terminal.ofProcess(), new Messages(Locale.getDefault()), System.getenv(), args);
	}

	static int run(Terminal terminal, Messages messages, Map<String, String> environment, String... args) {
		LoginCommand command = new LoginCommand(terminal, messages, environment);
		return new CommandLine(command).setExpandAtFiles(false)
			.setResourceBundle(messages.bundle())
			.setOut(terminal.out())
			.setErr(terminal.err())
			.setUsageHelpWidth(100)
			.setParameterExceptionHandler(new UsageProblems(terminal, messages))
			.setExecutionExceptionHandler((ex, line, parsed) -> {
				terminal.say(messages.get("problem.unexpected", LoginProblem.describe(ex)));
				return CommandLine.ExitCode.SOFTWARE;
			})
			.execute(args);
	}

}
