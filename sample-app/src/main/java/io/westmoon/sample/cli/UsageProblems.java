package io.westmoon.sample.cli;

import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says in the person's language what is wrong with the arguments.
 */
final class UsageProblems implements IParameterExceptionHandler {

	private final Terminal terminal;

	private final Messages messages;

	private final boolean json;

	UsageProblems(Terminal terminal, Messages messages, boolean json) {
		this.terminal = terminal;
		this.messages = messages;
		this.json = json;
	}

	@Override
	public int handleParseException(ParameterException ex, String[] args) {
		LoginProblem problem = new LoginProblem("USAGE", describe(ex));
		this.terminal.say(problem.message());
		this.terminal.say(this.messages.get("usage.hint", Commands.help()));
		if (this.json) {
			this.terminal.printJsonLine(Report.failure(problem));
		}
		return ex.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
	}

	private String describe(ParameterException ex) {
		if (ex instanceof MutuallyExclusiveArgsException) {
			return this.messages.get("usage.exclusive");
		}
		if (ex instanceof UnmatchedArgumentException unmatched) {
			return this.messages.get("usage.unmatched", String.join(" ", unmatched.getUnmatched()));
		}
		if (ex instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
			ArgSpec without = missing.getMissing().get(0);
			return this.messages.get("usage.missing", (without instanceof OptionSpec option)
					? option.longestName() + " " + without.paramLabel() : without.paramLabel());
		}
		return LoginProblem.describe(ex);
	}

}
