package io.westmoon.login;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The states of an attempt as the code has them and as the documentation draws them.
 */
class AttemptStatesTests {

	private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

	private static final LoginQrCode CODE = LoginQrCode.withoutImage("scan-secret", NOW, Duration.ofSeconds(5));

	private static final WestmoonSession SESSION = new WestmoonSession("access", "", "Bearer", Duration.ZERO, null, NOW,
			null);

	private static final Map<String, UnaryOperator<LoginAttempt>> STEPS = steps();

	@Test
	void theDiagramInTheDocumentationIsTheOneInTheCode() throws IOException {
		Path page = Path.of("..", "docs", "how-login-works.md");
		assertThat(drawn(Files.readString(page))).as("the arrows in " + page).isEqualTo(taken());
	}

	@Test
	void everyStateThatMayFollowIsReachedByAStep() {
		Set<String> allowed = new TreeSet<>();
		for (AttemptState state : AttemptState.values()) {
			state.next().forEach((next) -> allowed.add(state + " --> " + next));
		}
		assertThat(taken()).isEqualTo(allowed);
	}

	@Test
	void aStepThatCannotFollowIsAnError() {
		LoginAttempt accepted = in(AttemptState.SHOWN).accepted(SESSION, "u1");
		assertThatIllegalStateException().isThrownBy(accepted::scanned)
			.withMessage("A login attempt does not go from ACCEPTED to SCANNED");
	}

	@Test
	void onlyACodeThatNobodyNoticedCounts() {
		LoginAttempt shown = in(AttemptState.SHOWN);
		assertThat(shown.codeEnded().unnoticedCodes()).isOne();
		assertThat(shown.codeEnded().shown(CODE).codeEnded().unnoticedCodes()).isEqualTo(2);
		assertThat(shown.scanned().codeEnded().unnoticedCodes()).isZero();
		assertThat(shown.watched(CODE.issuedAt().plusSeconds(1)).codeEnded().unnoticedCodes()).isZero();
		assertThat(shown.watched(CODE.issuedAt()).codeEnded().unnoticedCodes()).isOne();
	}

	/**
	 * Takes each step from each state.
	 */
	private static Set<String> taken() {
		Set<String> edges = new TreeSet<>();
		for (AttemptState state : AttemptState.values()) {
			STEPS.forEach((name, step) -> {
				try {
					LoginAttempt next = step.apply(in(state));
					if (next.state() != state) {
						edges.add(state + " --> " + next.state());
					}
				}
				catch (IllegalStateException ex) {
					assertThat(ex).as(name + " from " + state).hasMessageContaining("does not go from " + state);
				}
			});
		}
		return edges;
	}

	private static LoginAttempt in(AttemptState state) {
		LoginAttempt needed = LoginAttempt.begin("default", null);
		return switch (state) {
			case NEEDED -> needed;
			case SHOWN -> needed.shown(CODE);
			case SCANNED -> needed.shown(CODE).scanned();
			case CONFIRMED -> needed.shown(CODE).confirmed(SESSION);
			case ACCEPTED -> needed.shown(CODE).accepted(SESSION, "u1");
			case FAILED -> needed.failed(new LoginFailure(LoginFailure.Kind.NOBODY_SCANNED), NOW);
			case LOGGED_OUT -> LoginAttempt.loggedOut("default", needed, List.of());
		};
	}

	private static Map<String, UnaryOperator<LoginAttempt>> steps() {
		Map<String, UnaryOperator<LoginAttempt>> steps = new LinkedHashMap<>();
		steps.put("shown", (attempt) -> attempt.shown(CODE));
		steps.put("scanned", LoginAttempt::scanned);
		steps.put("codeEnded", LoginAttempt::codeEnded);
		steps.put("confirmed", (attempt) -> attempt.confirmed(SESSION));
		steps.put("notAccepted", LoginAttempt::notAccepted);
		steps.put("accepted", (attempt) -> attempt.accepted(SESSION, "u1"));
		steps.put("rejectedEarly", LoginAttempt::rejectedEarly);
		steps.put("replacedElsewhere", (attempt) -> attempt.replacedElsewhere(NOW));
		steps.put("failed", (attempt) -> attempt.failed(new LoginFailure(LoginFailure.Kind.CANCELED), NOW));
		return steps;
	}

	private static Set<String> drawn(String page) {
		String diagram = page.substring(page.indexOf("stateDiagram-v2"));
		return Pattern.compile("^ *([A-Z_]+ --> [A-Z_]+)(?::.*)?$", Pattern.MULTILINE)
			.matcher(diagram.substring(0, diagram.indexOf("```")))
			.results()
			.map(MatchResult::group)
			.map((line) -> line.replaceFirst(":.*", "").strip())
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
