package io.westmoon.login.client;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.brave.bridge.BraveBaggageManager;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The spans that a tracer has finished.
 *
 * @param tracer the tracer
 * @param all what it finished
 * @param end ends the tracer
 */
record RecordedSpans(Tracer tracer, List<RecordedSpan> all, Runnable end) implements AutoCloseable {

	List<RecordedSpan> named(String name) {
		return this.all.stream().filter((span) -> name.equals(span.name())).toList();
	}

	RecordedSpan only(String name) {
		assertThat(named(name)).as(() -> name + " in " + this.all).hasSize(1);
		return named(name).get(0);
	}

	@Override
	public void close() {
		this.end.run();
	}

	/**
	 * A span, whoever made it.
	 *
	 * @param name the name
	 * @param traceId the id of its trace
	 * @param id its id
	 * @param parentId its parent's id; {@code null} if it has none
	 * @param tags its tags
	 * @param events what happened
	 */
	record RecordedSpan(String name, String traceId, String id, @Nullable String parentId, Map<String, String> tags,
			List<String> events) {
	}

	/**
	 * The tracers that Micrometer has a bridge to.
	 */
	enum Bridge {

		BRAVE {
			@Override
			RecordedSpans start() {
				List<RecordedSpan> spans = new CopyOnWriteArrayList<>();
				Tracing tracing = Tracing.newBuilder().addSpanHandler(new SpanHandler() {
					@Override
					public boolean end(TraceContext context, MutableSpan span, Cause cause) {
						spans.add(new RecordedSpan(span.name(), span.traceId(), span.id(), span.parentId(),
								new TreeMap<>(span.tags()),
								span.annotations().stream().map(Map.Entry::getValue).toList()));
						return true;
					}
				}).build();
				Tracer tracer = new BraveTracer(tracing.tracer(),
						new BraveCurrentTraceContext(tracing.currentTraceContext()), new BraveBaggageManager());
				return new RecordedSpans(tracer, spans, tracing::close);
			}
		},

		OPEN_TELEMETRY {
			@Override
			RecordedSpans start() {
				List<RecordedSpan> spans = new CopyOnWriteArrayList<>();
				SdkTracerProvider provider = SdkTracerProvider.builder()
					.addSpanProcessor(SimpleSpanProcessor.create(new Exporter(spans)))
					.build();
				Tracer tracer = new OtelTracer(provider.get("test"), new OtelCurrentTraceContext(), (event) -> {
				});
				return new RecordedSpans(tracer, spans, provider::close);
			}
		};

		abstract RecordedSpans start();

	}

	private record Exporter(List<RecordedSpan> spans) implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> finished) {
			finished.forEach((span) -> {
				Map<String, String> tags = new TreeMap<>();
				span.getAttributes().forEach((key, value) -> tags.put(key.getKey(), value.toString()));
				String parent = SpanId.isValid(span.getParentSpanId()) ? span.getParentSpanId() : null;
				this.spans.add(new RecordedSpan(span.getName(), span.getTraceId(), span.getSpanId(), parent, tags,
						span.getEvents().stream().map(EventData::getName).toList()));
			});
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
