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
 * those that turn the direction of text, are left out, or escaped in JSON.
 *
 * @param in what is typed or piped in
 * @param out takes results
 * @param err takes progress and problems
 */
record Terminal(BufferedReader in, PrintWriter out, PrintWriter err) {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(SerializationFeature.INDENT_OUTPUT)
		.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
		.build();

	private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\n\t]]");

	private static final Pattern JSON_CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\r\n\t]]");

	static Terminal ofProcess() {
		return new Terminal(
				new BufferedReader(new InputStreamReader(new FileInputStream(FileDescriptor.in), charset())),
				writer(FileDescriptor.out), writer(FileDescriptor.err));
	}

	private static PrintWriter writer(FileDescriptor descriptor) {
		return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), charset()), true);
	}

	@SuppressWarnings("SystemConsoleNull")
	private static Charset charset() {
		Console console = System.console();
		boolean windows = System.getProperty("os.name", "").startsWith("Windows");
		return (windows && console != null) ? console.charset() : StandardCharsets.UTF_8;
	}

	void print(String result) {
		this.out.println(printable(result));
	}

	void printJson(Object result) {
		this.out.println(
				JSON_CONTROL.matcher(JSON.writeValueAsString(result)).replaceAll((match) -> escaped(match.group())));
	}

	void say(String progress) {
		this.err.println(printable(progress));
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
