package io.westmoon.login.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.BodyInserters;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The ways to give a request its body.
 */
enum RequestBody {

	VALUE(MediaType.TEXT_PLAIN, true, true, (content) -> BodyInserters.fromValue(content.text())),

	FORM(MediaType.APPLICATION_FORM_URLENCODED, true, true,
			(content) -> BodyInserters.fromFormData("text", content.text())),

	ITERATOR_AS_VALUE(MediaType.APPLICATION_JSON, false, false,
			(content) -> BodyInserters.fromValue(content.lines().iterator())),

	ONE_SHOT_MONO(MediaType.TEXT_PLAIN, false, false, (content) -> {
		Iterator<String> once = List.of(content.text()).iterator();
		return BodyInserters.fromPublisher(Mono.fromSupplier(once::next), String.class);
	}),

	FILE(MediaType.APPLICATION_OCTET_STREAM, false, true,
			(content) -> BodyInserters.fromResource(new FileSystemResource(content.file()))),

	MULTIPART_OF_VALUES(MediaType.MULTIPART_FORM_DATA, false, true,
			(content) -> BodyInserters.fromMultipartData("name", "report")
				.with("text", content.text())
				.with("lines", Map.of("lines", content.lines()))),

	MULTIPART_OF_FILES(MediaType.MULTIPART_FORM_DATA, false, true, (content) -> {
		FileSystemResource file = new FileSystemResource(content.file());
		return BodyInserters.fromMultipartData("first", file).with("second", file);
	}),

	MULTIPART_OF_A_STREAM(MediaType.MULTIPART_FORM_DATA, false, false, (content) -> {
		MultipartBodyBuilder builder = new MultipartBodyBuilder();
		builder.part("name", "report");
		builder.asyncPart("file", read(content.stream()), DataBuffer.class).filename("report.csv");
		return BodyInserters.fromMultipartData(builder.build());
	}),

	INPUT_STREAM_RESOURCE(MediaType.APPLICATION_OCTET_STREAM, false, false,
			(content) -> BodyInserters.fromResource(new InputStreamResource(content.stream()))),

	COLD_FLUX(MediaType.APPLICATION_OCTET_STREAM, false, true,
			(content) -> BodyInserters.fromDataBuffers(Flux.fromIterable(content.lines()).map(RequestBody::buffer))),

	JSON_LINES(MediaType.APPLICATION_NDJSON, false, true,
			(content) -> BodyInserters
				.fromPublisher(Flux.fromIterable(content.lines()).map((line) -> Map.of("line", line)), Map.class)),

	HOT_FLUX(MediaType.APPLICATION_OCTET_STREAM, false, false, (content) -> {
		Sinks.Many<DataBuffer> sink = Sinks.many().multicast().onBackpressureBuffer(100_000);
		content.lines().forEach((line) -> sink.tryEmitNext(buffer(line)).orThrow());
		sink.tryEmitComplete().orThrow();
		return BodyInserters.fromDataBuffers(sink.asFlux());
	}),

	ONE_SHOT_ITERATOR(MediaType.APPLICATION_OCTET_STREAM, false, false, (content) -> {
		Iterator<String> once = content.lines().iterator();
		return BodyInserters.fromDataBuffers(Flux.fromIterable(() -> once).map(RequestBody::buffer));
	}),

	CLOSED_STREAM(MediaType.APPLICATION_OCTET_STREAM, false, false, (content) -> {
		InputStream stream = new BufferedInputStream(content.fileStream());
		return BodyInserters.fromDataBuffers(read(stream));
	});

	private final MediaType mediaType;

	private final boolean single;

	private final boolean repeatable;

	private final Function<Content, BodyInserter<?, ? super ClientHttpRequest>> inserter;

	RequestBody(MediaType mediaType, boolean single, boolean repeatable,
			Function<Content, BodyInserter<?, ? super ClientHttpRequest>> inserter) {
		this.mediaType = mediaType;
		this.single = single;
		this.repeatable = repeatable;
		this.inserter = inserter;
	}

	MediaType mediaType() {
		return this.mediaType;
	}

	/**
	 * Whether the body is a value that can be written twice.
	 */
	boolean isRepeatableValue() {
		return this.single && this.repeatable;
	}

	/**
	 * Whether the body yields the same bytes when it is written twice.
	 */
	boolean isRepeatable() {
		return this.repeatable;
	}

	BodyInserter<?, ? super ClientHttpRequest> of(Content content) {
		return this.inserter.apply(content);
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	private static Flux<DataBuffer> read(InputStream stream) {
		return DataBufferUtils.readInputStream(() -> stream, DefaultDataBufferFactory.sharedInstance, 4096);
	}

	/**
	 * What is in the body.
	 *
	 * @param file holds the same text
	 */
	record Content(List<String> lines, Path file) {

		static Content of(int lines, Path directory) {
			Content content = new Content(IntStream.range(0, lines).mapToObj("line %d\n"::formatted).toList(),
					directory.resolve(lines + ".txt"));
			try {
				Files.writeString(content.file, content.text());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			return content;
		}

		String text() {
			return String.join("", this.lines);
		}

		InputStream stream() {
			return new ByteArrayInputStream(text().getBytes(StandardCharsets.UTF_8));
		}

		InputStream fileStream() {
			try {
				return Files.newInputStream(this.file);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
