package io.westmoon.sample.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.sample.JarProcess.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the command line shows on a terminal.
 */
class TerminalTests extends CommandLineFixture {

	@Test
	void aTerminalCountsDownOnOneLine() {
		this.terminals = true;
		Result result = runUntilPolled(WestmoonPlatformServer::scanAndConfirm, "--blocking");
		assertThat(result.status()).isZero();
		assertThat(result.err()).containsPattern("\\r\\u001b\\[KWaiting for the scan; \\d:\\d\\d left")

			.doesNotContain("left" + System.lineSeparator())
			.containsPattern("left\\r\\u001b\\[KOnly user ");
		assertThat(result.out()).doesNotContain("\u001b");
	}

	@Test
	void elsewhereNothingIsRewritten() {
		Result result = runUntilPolled(WestmoonPlatformServer::scanAndConfirm, "--blocking");
		assertThat(result.err()).doesNotContain("\u001b", "\r").doesNotContain(" left");
	}

	@Test
	void theTimeLeftIsMinutesAndSeconds() {
		assertThat(Messages.clock(Duration.ofSeconds(299))).isEqualTo("4:59");
		assertThat(Messages.clock(Duration.ofSeconds(-1))).isEqualTo("0:00");
	}

	@Test
	void kittyDrawsThePictureInChunks() {
		this.terminals = true;
		this.environment.put("KITTY_WINDOW_ID", "1");
		String out = run().out();
		assertThat(out).contains("\u001b_Ga=T,f=100,q=2,m=");
		for (String sequence : out.split("\u001b_G")) {
			assertThat(sequence.indexOf("\u001b\\")).isLessThanOrEqualTo(4096 + 30);
		}
		assertThat(run("--json").out()).doesNotContain("\u001b");
	}

	@Test
	void iTermDrawsThePicture() {
		this.terminals = true;
		this.environment.put("TERM_PROGRAM", "iTerm.app");
		assertThat(run().out())
			.containsPattern("\\u001b\\]1337;File=inline=1;size=\\d+;preserveAspectRatio=1:[\\w+/=]+\\u0007");
	}

	@Test
	void aPictureIsDrawnOnlyWhereItIsCertainToArrive() {
		this.environment.put("TERM", "xterm-kitty");
		assertThat(run().out()).doesNotContain("\u001b");
		assertThat(TerminalPicture.of(Map.of("TERM", "xterm-256color"))).isEqualTo(TerminalPicture.NONE);
		assertThat(TerminalPicture.of(Map.of("KITTY_WINDOW_ID", "1", "TMUX", "x"))).isEqualTo(TerminalPicture.NONE);
		assertThat(TerminalPicture.of(Map.of("TERM_PROGRAM", "iTerm.app", "TERM", "screen")))
			.isEqualTo(TerminalPicture.NONE);
		assertThat(TerminalPicture.of(Map.of("TERM_PROGRAM", "WezTerm"))).isEqualTo(TerminalPicture.ITERM);
	}

	@Test
	void overSshACommandBringsThePictureHome() {
		this.environment.put("SSH_CONNECTION", "192.0.2.7 50000 192.0.2.1 2222");
		assertThat(run().out()).containsPattern("run there: scp -P 2222 \\S+@192\\.0\\.2\\.1:/\\S+\\.png \\.\\R");
		this.environment.put("SSH_CONNECTION", "2001:db8::7 50000 2001:db8::1 22");
		assertThat(run().out()).containsPattern("run there: scp '\\S+@\\[2001:db8::1\\]:/\\S+\\.png' \\.\\R");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aViewerThatFailsIsToldFromOneThatStaysOpen() {
		assertThat(ImageViewer.start(List.of("false"), TIMEOUT)).isFalse();
		assertThat(ImageViewer.start(List.of("true"), TIMEOUT)).isTrue();
		assertThat(ImageViewer.start(List.of("/no/such/viewer"), TIMEOUT)).isFalse();
		assertThat(ImageViewer.start(List.of("sleep", "5"), Duration.ofMillis(1))).isTrue();
	}

}
