package io.westmoon.login.notify;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.westmoon.login.CodeImage;
import org.jspecify.annotations.Nullable;

/**
 * A message to people about a login, in their language. Text that came from elsewhere is
 * free of the characters that mean something in HTML, Markdown or a mention, so a channel
 * may put titles and lines into its messages as they are. Immutable.
 *
 * @param kind what it is about
 * @param account the name of the account
 * @param title one line
 * @param lines the lines of the text
 * @param link the address of the attempt's page, a secret; {@code null} if there is none
 * @param linkLabel what to call the link
 * @param image the picture of the code; {@code null} if there is none or a link
 * @param imageHint a line that belongs to the picture; {@code null} if there is none
 * @param fallbackHint a line for channels that cannot show the picture; {@code null} if
 * nobody has to scan, or if there is a link
 */
public record Notice(NoticeKind kind, String account, String title, List<String> lines,
		@JsonIgnore @Nullable String link, String linkLabel, @JsonIgnore @Nullable CodeImage image,
		@Nullable String imageHint, @Nullable String fallbackHint) {

	/**
	 * Copies the lines, so that the notice cannot be changed.
	 */
	public Notice {
		lines = List.copyOf(lines);
	}

	/**
	 * Returns all lines, with the one that says how to get at the code.
	 * @param showsImage whether the channel shows the picture
	 * @return the lines, without the link
	 */
	public List<String> lines(boolean showsImage) {
		List<String> all = new ArrayList<>(this.lines);
		String hint = (showsImage && this.image != null) ? this.imageHint : this.fallbackHint;
		if (hint != null) {
			all.add(hint);
		}
		return List.copyOf(all);
	}

	/**
	 * Shows neither the link nor the picture: whoever has them can log in.
	 */
	@Override
	public String toString() {
		return "Notice[kind=" + this.kind + ", account=" + this.account + "]";
	}

}
