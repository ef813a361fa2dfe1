package io.westmoon.sample.cli;

/**
 * Why something was not done.
 *
 * @param reason a word for programs
 * @param message a line for people
 */
record LoginProblem(String reason, String message) {

	/**
	 * Describes an exception in one line.
	 */
	static String describe(Throwable problem) {
		String message = problem.getMessage();
		return (message != null) ? message.lines().findFirst().orElse("") : problem.getClass().getSimpleName();
	}

}
