package io.westmoon.login.faults;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;

/**
 * Ways in which a platform misbehaves; the rows of the table. An answer that is changed
 * still carries the real tokens, so that a leak shows.
 */
enum Trouble {

	CONNECTION_REFUSED(Problem.UNREACHABLE, (stage, call, times) -> stage.lead(call, stage.closedPort(), times)),

	UNKNOWN_HOST(Problem.UNREACHABLE, (stage, call, times) -> stage.lead(call, "http://westmoon.invalid", times)),

	PLAIN_TEXT_TO_TLS(Problem.UNREACHABLE, (stage, call, times) -> stage.lead(call, stage.plainTextHost(), times)),

	WRONG_CERTIFICATE(Problem.UNREACHABLE, (stage, call, times) -> stage.lead(call, stage.strangeHost().url(), times)),

	TIME_OUT(Problem.UNREACHABLE, fault(Fault.stall())),

	RESET(Problem.UNREACHABLE, fault(Fault.reset())),

	RESET_WHILE_READING(Problem.UNREACHABLE, fault(Fault.cut())),

	STATUS_401(Problem.STATUS, fault(Fault.html(401))),

	STATUS_429(Problem.STATUS, fault(Fault.status(429))),

	STATUS_429_RETRY_AFTER(Problem.STATUS, fault(Fault.status(429, Map.of("Retry-After", "1")))),

	STATUS_500(Problem.STATUS, fault(Fault.status(500))),

	REDIRECT_TO_ANOTHER_HOST(Problem.STATUS,
			(stage, call, times) -> stage.platform()
				.fail(call, Fault.status(307, Map.of("Location", stage.otherHost().url() + "/here")), times)),

	HTML_502(Problem.STATUS, fault(Fault.html(502))),

	HTML_200(Problem.ANSWER, fault(Fault.html(200))),

	EMPTY_BODY(Problem.ANSWER, fault(Fault.empty())),

	TRUNCATED_JSON(Problem.ANSWER, body((right) -> right.substring(0, right.length() - 2))),

	ARRAY_FOR_OBJECT(Problem.ANSWER, body((right) -> data(right, "[$1]"))),

	DATA_NULL(Problem.ANSWER, body((right) -> data(right, "null"))),

	STRINGS_FOR_NUMBERS(Problem.NONE, body((right) -> right.replaceAll(":(\\d+)", ":\"$1\""))),

	NUMBERS_FOR_STRINGS(Problem.ANSWER,
			body((right) -> right.replaceAll(":\"(\\d+)\"", ":$1").replaceAll(":\"[^\"]+\"", ":17"))),

	CODE_NOT_0(Problem.BUSINESS, body((right) -> right.replace("\"code\":0", "\"code\":40301"))),

	TEN_MEBIBYTES(Problem.ANSWER, body((right) -> right + " ".repeat(10 * 1024 * 1024))),

	WRONG_CHARSET(Problem.ANSWER,
			fault(Fault.changed(Map.of("Content-Type", "application/json;charset=UTF-16BE"), (right) -> right))),

	UTF_16_UNSAID(Problem.ANSWER, body(Trouble::utf16)),

	DUPLICATE_KEYS(Problem.ANSWER, body((right) -> right.replace("\"data\":", "\"code\":0,\"data\":"))),

	NESTED_10000_DEEP(Problem.ANSWER, body((right) -> data(right, "[".repeat(10_000) + "$1" + "]".repeat(10_000))));

	private final Problem problem;

	private final Strike strike;

	Trouble(Problem problem, Strike strike) {
		this.problem = problem;
		this.strike = strike;
	}

	/**
	 * Returns what login calls fail with, in those steps where they fail.
	 */
	Problem problem() {
		return this.problem;
	}

	/**
	 * Lets the next calls of a kind go wrong.
	 */
	void strike(Stage stage, Call call, int times) {
		this.strike.strike(stage, call, times);
	}

	private static Strike fault(Fault fault) {
		return (stage, call, times) -> stage.platform().fail(call, fault, times);
	}

	private static Strike body(UnaryOperator<String> change) {
		return fault(Fault.changed(Map.of(), change));
	}

	private static String data(String right, String data) {
		return right.replaceFirst("(?<=\"data\":)(.*)(?=}$)", data);
	}

	private static String utf16(String right) {
		return new String(right.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1);
	}

	@FunctionalInterface
	private interface Strike {

		void strike(Stage stage, Call call, int times);

	}

}
