package io.westmoon.sample.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where results and progress go: results to the standard output, everything else to the
 * standard error. UTF-8, but for a Windows console that wants something else.
 *
 * @param out takes results
 * @param err takes progress and problems
 */
record Terminal(PrintWriter out, PrintWriter err) {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(SerializationFeature.INDENT_OUTPUT)
		.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
		.build();

	static Terminal ofProcess() {
		return new Terminal(writer(FileDescriptor.out), writer(FileDescriptor.err));
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
		this.out.println(result);
	}

	void printJson(Object result) {
		this.out.println(JSON.writeValueAsString(result));
	}

	void say(String progress) {
		this.err.println(progress);
	}

}
