package io.westmoon.login.http;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.invoker.HttpRequestValues;

/**
 * Turns {@link WestmoonSession @WestmoonSession} on the types and methods of a group into
 * attributes of the requests. Immutable.
 */
final class SessionAnnotations implements HttpRequestValues.Processor {

	private final Map<Method, WestmoonSession> annotations;

	private SessionAnnotations(Map<Method, WestmoonSession> annotations) {
		this.annotations = annotations;
	}

	/**
	 * Reads the annotations of a group's types.
	 * @throws IllegalStateException if types inherit a method and differ in what they say
	 * about it: a call does not tell through which of them it was made
	 */
	static SessionAnnotations of(Collection<Class<?>> types) {
		Map<Method, WestmoonSession> annotations = new HashMap<>();
		Map<Method, Class<?>> known = new HashMap<>();
		for (Class<?> type : types) {
			for (Method method : MethodIntrospector.selectMethods(type, SessionAnnotations::isExchange)) {
				WestmoonSession annotation = find(method, type);
				Class<?> other = known.put(method, type);
				if (other != null && !Objects.equals(annotation, annotations.get(method))) {
					throw new IllegalStateException("%s and %s inherit %s, and differ in @WestmoonSession. Override the"
						.formatted(other.getName(), type.getName(), method)
							+ " method in one of them, or put them into groups of their own");
				}
				if (annotation != null) {
					annotations.put(method, annotation);
				}
			}
		}
		return new SessionAnnotations(Map.copyOf(annotations));
	}

	private static boolean isExchange(Method method) {
		return AnnotatedElementUtils.hasAnnotation(method, HttpExchange.class);
	}

	private static @Nullable WestmoonSession find(Method method, Class<?> type) {
		WestmoonSession own = AnnotatedElementUtils.findMergedAnnotation(method, WestmoonSession.class);
		return (own != null) ? own : AnnotatedElementUtils.findMergedAnnotation(type, WestmoonSession.class);
	}

	boolean isEmpty() {
		return this.annotations.isEmpty();
	}

	@Override
	public void process(Method method, MethodParameter[] parameters, @Nullable Object[] arguments,
			HttpRequestValues.Builder builder) {
		WestmoonSession annotation = this.annotations.get(method);
		if (annotation != null) {
			builder.configureAttributes((attributes) -> put(annotation, attributes));
		}
	}

	private static void put(WestmoonSession annotation, Map<String, Object> attributes) {
		attributes.put(RequestOptions.ANNOTATED, annotation.account());
		if (annotation.optional()) {
			attributes.put(RequestOptions.OPTIONAL, true);
		}
		if (!annotation.replay()) {
			attributes.put(RequestOptions.NO_REPLAY, true);
		}
	}

}
