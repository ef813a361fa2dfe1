package io.westmoon.sample.cli;

import java.util.Base64;
import java.util.Map;

import io.westmoon.login.CodeImage;
import org.jspecify.annotations.Nullable;

/**
 * Draws a picture in a terminal that is known to be able to: by the graphics protocol of
 * kitty or that of iTerm2. Inside tmux or screen neither is certain to arrive.
 */
enum TerminalPicture {

	/** No picture can be drawn. */
	NONE {

		@Override
		@Nullable String sequence(CodeImage image) {
			return null;
		}

	},

	/** The protocol of kitty, which knows PNG. */
	KITTY {

		@Override
		@Nullable String sequence(CodeImage image) {
			if (!image.mediaType().equals("image/png")) {
				return null;
			}
			String data = Base64.getEncoder().encodeToString(image.bytes());
			StringBuilder sequence = new StringBuilder();
			for (int begin = 0; begin < data.length(); begin += CHUNK) {
				int end = Math.min(data.length(), begin + CHUNK);
				String first = (begin == 0) ? "a=T,f=100,q=2," : "";
				sequence.append("\u001b_G").append(first).append("m=").append((end < data.length()) ? 1 : 0);
				sequence.append(';').append(data, begin, end).append("\u001b\\");
			}
			return sequence.toString();
		}

	},

	/** The protocol of iTerm2, which others know, too. */
	ITERM {

		@Override
		String sequence(CodeImage image) {
			byte[] bytes = image.bytes();
			return "\u001b]1337;File=inline=1;size=" + bytes.length + ";preserveAspectRatio=1:"
					+ Base64.getEncoder().encodeToString(bytes) + "\u0007";
		}

	};

	private static final int CHUNK = 4096;

	/**
	 * Returns the way of the terminal that the environment names.
	 * @param environment the process's environment
	 * @return the way, {@link #NONE} unless it is certain
	 */
	static TerminalPicture of(Map<String, String> environment) {
		String term = environment.getOrDefault("TERM", "");
		if (environment.containsKey("TMUX") || environment.containsKey("STY") || term.startsWith("screen")
				|| term.startsWith("tmux")) {
			return NONE;
		}
		if (environment.containsKey("KITTY_WINDOW_ID") || term.equals("xterm-kitty")) {
			return KITTY;
		}
		String program = environment.getOrDefault("TERM_PROGRAM", "");
		return (program.equals("iTerm.app") || program.equals("WezTerm")) ? ITERM : NONE;
	}

	/**
	 * Writes the sequence that draws a picture.
	 * @param image the picture
	 * @return the sequence; {@code null} if this terminal cannot draw it
	 */
	abstract @Nullable String sequence(CodeImage image);

}
