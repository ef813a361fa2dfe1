package io.westmoon.login.store.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Map.Entry;

import io.westmoon.login.SessionStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON the way Python's {@code json.dump(indent=2, ensure_ascii=False)} does, so
 * that files look the same whichever tool wrote them.
 */
public final class PythonJson {

	private static final int MAX_PLAIN_SCALE = 20;

	private final StringBuilder out = new StringBuilder();

	private PythonJson() {
	}

	/**
	 * Writes an object.
	 * @param object nothing but maps, collections, strings, numbers, booleans and nulls
	 * @return UTF-8 without a line break at the end
	 * @throws SessionStoreException if the result could not be read again
	 */
	public static byte[] write(Map<String, ?> object) {
		PythonJson json = new PythonJson();
		json.value(object, 0);
		byte[] bytes = json.out.toString().getBytes(StandardCharsets.UTF_8);
		checkSize(bytes.length);
		return bytes;
	}

	private static void checkSize(int size) {
		if (size > StoreJson.MAX_BYTES) {
			throw new SessionStoreException("The login data of more than " + StoreJson.MAX_BYTES
					+ " bytes are too large to be stored; the user has unusually many fields", null);
		}
	}

	private void value(@Nullable Object value, int depth) {
		if (depth >= StoreJson.MAX_DEPTH && (value instanceof Map || value instanceof Collection)) {
			throw new SessionStoreException(
					"The login data are nested too deeply to be stored; look at the fields of the user", null);
		}
		checkSize(this.out.length());
		if (value == null || value instanceof Boolean) {
			this.out.append(value);
		}
		else if (value instanceof Number number) {
			number(number);
		}
		else if (value instanceof Map<?, ?> map) {
			object(map, depth);
		}
		else if (value instanceof Collection<?> collection) {
			array(collection, depth);
		}
		else {
			string(value.toString());
		}
	}

	private void object(Map<?, ?> map, int depth) {
		this.out.append('{');
		for (Iterator<? extends Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext();) {
			Entry<?, ?> entry = entries.next();
			line(depth + 1);
			string(String.valueOf(entry.getKey()));
			this.out.append(": ");
			value(entry.getValue(), depth + 1);
			end(entries.hasNext(), depth);
		}
		this.out.append('}');
	}

	private void array(Collection<?> collection, int depth) {
		this.out.append('[');
		for (Iterator<?> elements = collection.iterator(); elements.hasNext();) {
			Object element = elements.next();
			line(depth + 1);
			value(element, depth + 1);
			end(elements.hasNext(), depth);
		}
		this.out.append(']');
	}

	private void line(int depth) {
		this.out.append('\n').append("  ".repeat(depth));
	}

	private void end(boolean more, int depth) {
		if (more) {
			this.out.append(',');
		}
		else {
			line(depth);
		}
	}

	private void number(Number number) {
		if (number instanceof BigDecimal decimal && decimal.scale() >= 0 && decimal.scale() <= MAX_PLAIN_SCALE) {
			// Without a fraction it would be read as an integer.
			this.out.append(decimal.toPlainString()).append((decimal.scale() == 0) ? "e0" : "");
		}
		else if (number instanceof BigDecimal || number instanceof BigInteger
				|| Double.isFinite(number.doubleValue())) {
			this.out.append(number);
		}
		else {
			string(number.toString());
		}
	}

	private void string(String text) {
		this.out.append('"');
		for (int i = 0; i < text.length(); i++) {
			character(text, i);
		}
		this.out.append('"');
	}

	private void character(String text, int index) {
		char c = text.charAt(index);
		switch (c) {
			case '"' -> this.out.append("\\\"");
			case '\\' -> this.out.append("\\\\");
			case '\n' -> this.out.append("\\n");
			case '\r' -> this.out.append("\\r");
			case '\t' -> this.out.append("\\t");
			case '\b' -> this.out.append("\\b");
			case '\f' -> this.out.append("\\f");
			default -> {
				if (c < ' ' || isLoneSurrogate(text, index)) {
					this.out.append("\\u").append(String.format("%04x", (int) c));
				}
				else {
					this.out.append(c);
				}
			}
		}
	}

	private static boolean isLoneSurrogate(String text, int index) {
		char c = text.charAt(index);
		if (Character.isHighSurrogate(c)) {
			return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
		}
		return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
	}

}
