package io.westmoon.sample.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where results and progress go: results to the standard output, everything else to the
 * standard error. UTF-8, but for a Windows console that wants something else. Text from
 * elsewhere cannot control the terminal: control and format characters, which include
 * those that turn the direction of text, are left out, or escaped in JSON. Thread-safe.
 */
final class Terminal {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(SerializationFeature.INDENT_OUTPUT)
		.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
		.build();

	private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\n\t]]");

	private static final Pattern JSON_CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\r\n\t]]");

	private static final String CLEAR_LINE = "\r\u001b[K";

	private final BufferedReader in;

	private final PrintWriter out;

	private final PrintWriter err;

	private final boolean outIsTerminal;

	private final boolean errIsTerminal;

	private boolean rewritten;

	/**
	 * Creates a terminal.
	 * @param in what is typed or piped in
	 * @param out takes results
	 * @param err takes progress and problems
	 * @param outIsTerminal whether a person sees the results at once
	 * @param errIsTerminal whether a person sees the progress at once
	 */
	Terminal(BufferedReader in, PrintWriter out, PrintWriter err, boolean outIsTerminal, boolean errIsTerminal) {
		this.in = in;
		this.out = out;
		this.err = err;
		this.outIsTerminal = outIsTerminal;
		this.errIsTerminal = errIsTerminal;
	}

	static Terminal ofProcess() {
		return new Terminal(
				new BufferedReader(new InputStreamReader(new FileInputStream(FileDescriptor.in), charset())),
				writer(FileDescriptor.out), writer(FileDescriptor.err), isTerminal(1), isTerminal(2));
	}

	private static PrintWriter writer(FileDescriptor descriptor) {
		return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), charset()), true);
	}

	@SuppressWarnings("SystemConsoleNull")
	private static Charset charset() {
		Console console = System.console();
		return (isWindows() && console != null) ? console.charset() : StandardCharsets.UTF_8;
	}

	private static boolean isWindows() {
		return System.getProperty("os.name", "").startsWith("Windows");
	}

	/**
	 * Java knows a console only as a whole, so the system is asked.
	 */
	private static boolean isTerminal(int descriptor) {
		if (isWindows()) {
			return false;
		}
		try {
			Process test = new ProcessBuilder("test", "-t", String.valueOf(descriptor)).inheritIO().start();
			return test.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	boolean outIsTerminal() {
		return this.outIsTerminal;
	}

	boolean errIsTerminal() {
		return this.errIsTerminal;
	}

	PrintWriter out() {
		return this.out;
	}

	PrintWriter err() {
		return this.err;
	}

	synchronized void print(String result) {
		endRewritten();
		this.out.println(printable(result));
		this.out.flush();
	}

	/**
	 * Prints a sequence that the terminal draws a picture from.
	 */
	synchronized void draw(String sequence) {
		endRewritten();
		this.out.println(sequence);
		this.out.flush();
	}

	/**
	 * Prints an object over several lines, as the existing tool does.
	 */
	void printJson(Object result) {
		printJson(JSON.writeValueAsString(result));
	}

	/**
	 * Prints an object on one line.
	 */
	void printJsonLine(Object event) {
		printJson(JSON.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(event));
	}

	private synchronized void printJson(String json) {
		endRewritten();
		this.out.println(JSON_CONTROL.matcher(json).replaceAll((match) -> escaped(match.group())));
		this.out.flush();
	}

	synchronized void say(String progress) {
		endRewritten();
		this.err.println(printable(progress));
		this.err.flush();
	}

	/**
	 * Shows a line that the next one takes the place of; only for a person's eyes.
	 */
	synchronized void rewrite(String line) {
		this.err.print(CLEAR_LINE + printable(line));
		this.err.flush();
		this.rewritten = true;
	}

	synchronized void endRewritten() {
		if (this.rewritten) {
			this.rewritten = false;
			this.err.print(CLEAR_LINE);
			this.err.flush();
		}
	}

	/**
	 * Reads the next line of the standard input.
	 * @return {@code null} at its end
	 */
	@Nullable String read() {
		try {
			return this.in.readLine();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String printable(String text) {
		return CONTROL.matcher(text).replaceAll("");
	}

	private static String escaped(String characters) {
		return characters.chars()
			.mapToObj((character) -> "\\\\u" + HexFormat.of().toHexDigits((char) character))
			.collect(Collectors.joining());
	}

}
