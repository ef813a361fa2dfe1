package io.westmoon.sample.cli;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says in the person's language what is wrong with the arguments.
 */
final class UsageProblems implements IParameterExceptionHandler {

	private final Messages messages;

	UsageProblems(Messages messages) {
		this.messages = messages;
	}

	@Override
	public int handleParseException(ParameterException ex, String[] args) {
		CommandLine line = ex.getCommandLine();
		line.getErr().println(describe(ex));
		line.getErr().println(this.messages.get("usage.hint"));
		return line.getCommandSpec().exitCodeOnInvalidInput();
	}

	private String describe(ParameterException ex) {
		if (ex instanceof MutuallyExclusiveArgsException) {
			return this.messages.get("usage.exclusive");
		}
		if (ex instanceof UnmatchedArgumentException unmatched) {
			return this.messages.get("usage.unmatched", String.join(" ", unmatched.getUnmatched()));
		}
		if (ex instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
			return this.messages.get("usage.missing", missing.getMissing().get(0).paramLabel());
		}
		return LoginProblem.describe(ex);
	}

}
