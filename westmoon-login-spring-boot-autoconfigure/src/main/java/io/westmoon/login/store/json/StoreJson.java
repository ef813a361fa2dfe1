package io.westmoon.login.store.json;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

import io.westmoon.login.support.TokenSyntax;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads stored JSON within bounds. Numbers keep their exact value.
 */
public final class StoreJson {

	/**
	 * The largest content that is read or written, in bytes.
	 */
	public static final int MAX_BYTES = 8 * 1024 * 1024;

	/**
	 * The deepest nesting that is read or written. Deeper than what a JSON reader accepts
	 * by default, since the fields of a user end up further down than where they came
	 * from.
	 */
	public static final int MAX_DEPTH = 600;

	/**
	 * The largest whole number that every JSON reader can represent.
	 */
	private static final BigDecimal MAX_COUNT = BigDecimal.valueOf(1L << 53);

	private static final String BYTE_ORDER_MARK = "\ufeff";

	private static final int MAX_NUMBER_LENGTH = 100;

	private static final JsonMapper MAPPER = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
			.build())
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
		.build();

	private StoreJson() {
	}

	/**
	 * Parses an object.
	 * @param json UTF-8, with or without a byte order mark
	 * @return the object
	 * @throws CorruptContentException if the content is no JSON object or too large
	 */
	public static JsonNode object(byte[] json) throws CorruptContentException {
		JsonNode node = parse(json);
		if (!node.isObject()) {
			throw new CorruptContentException("it holds no JSON object");
		}
		return node;
	}

	private static JsonNode parse(byte[] json) throws CorruptContentException {
		if (json.length > MAX_BYTES) {
			throw new CorruptContentException("it is larger than " + MAX_BYTES + " bytes");
		}
		try {
			return MAPPER.readTree(text(json));
		}
		catch (CharacterCodingException ex) {
			throw new CorruptContentException("it is not UTF-8 text");
		}
		catch (RuntimeException ex) {
			throw new CorruptContentException("it is not readable as JSON (" + ex.getClass().getSimpleName() + ")");
		}
	}

	/**
	 * Jackson reads from bytes no key that has half a surrogate pair in it; from text it
	 * does.
	 */
	private static String text(byte[] json) throws CharacterCodingException {
		String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
		return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
	}

	/**
	 * Reads a string.
	 * @param object the object that holds it
	 * @param key its key
	 * @return the string, {@code null} if it is absent
	 * @throws CorruptContentException if the value is not a string
	 */
	public static @Nullable String text(JsonNode object, String key) throws CorruptContentException {
		JsonNode value = object.get(key);
		if (value == null || value.isNull()) {
			return null;
		}
		if (!value.isString()) {
			throw new CorruptContentException("'" + key + "' is no text");
		}
		return value.stringValue();
	}

	/**
	 * Reads a token.
	 * @param object the object that holds it
	 * @param key its key
	 * @return the token, empty if it is blank, {@code null} if it is absent
	 * @throws CorruptContentException if the value is not a string or has characters that
	 * no token has; the message does not repeat it
	 */
	public static @Nullable String token(JsonNode object, String key) throws CorruptContentException {
		String token = text(object, key);
		if (token == null || token.isBlank()) {
			return (token != null) ? "" : null;
		}
		if (!TokenSyntax.isValid(token)) {
			throw new CorruptContentException("'" + key + "' has characters that no token has");
		}
		return token;
	}

	static String requiredToken(JsonNode object, String key) throws CorruptContentException {
		String token = token(object, key);
		if (token == null || token.isEmpty()) {
			throw new CorruptContentException("'" + key + "' is missing");
		}
		return token;
	}

	static String requiredText(JsonNode object, String key) throws CorruptContentException {
		String text = text(object, key);
		if (text == null || text.isBlank()) {
			throw new CorruptContentException("'" + key + "' is missing");
		}
		return text;
	}

	/**
	 * Reads a number, which may also be written as text.
	 * @param object where it is
	 * @param key its key
	 * @return the number, {@code null} if it is absent or empty
	 * @throws CorruptContentException if it is no number
	 */
	public static @Nullable BigDecimal number(JsonNode object, String key) throws CorruptContentException {
		JsonNode value = object.get(key);
		if (value == null || value.isNull()) {
			return null;
		}
		if (value.isNumber()) {
			return value.decimalValue();
		}
		String text = value.isString() ? value.stringValue().strip() : "?";
		if (text.isEmpty()) {
			return null;
		}
		try {
			if (text.length() <= MAX_NUMBER_LENGTH) {
				return new BigDecimal(text);
			}
		}
		catch (NumberFormatException ex) {
			// said below, without the text
		}
		throw new CorruptContentException("'" + key + "' is no number");
	}

	/**
	 * Reads a whole number.
	 * @param object where it is
	 * @param key its key
	 * @return the number, zero if it is absent
	 * @throws CorruptContentException if it is none, negative or too large
	 */
	static long count(JsonNode object, String key) throws CorruptContentException {
		BigDecimal number = number(object, key);
		if (number == null) {
			return 0;
		}
		if (number.signum() < 0 || number.compareTo(MAX_COUNT) > 0) {
			throw new CorruptContentException("'" + key + "' is out of range");
		}
		return number.longValue();
	}

	/**
	 * Turns an object into plain values, the same as they came from the platform.
	 * @param object the object
	 * @return its fields in their order
	 */
	static Map<String, @Nullable Object> fields(JsonNode object) {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		for (Entry<String, JsonNode> field : object.properties()) {
			fields.put(field.getKey(), plain(field.getValue()));
		}
		return fields;
	}

	private static @Nullable Object plain(JsonNode node) {
		if (node.isObject()) {
			return fields(node);
		}
		if (node.isArray()) {
			List<@Nullable Object> elements = new ArrayList<>();
			node.values().forEach((element) -> elements.add(plain(element)));
			return elements;
		}
		if (node.isNumber()) {
			return node.numberValue();
		}
		return node.isBoolean() ? Boolean.valueOf(node.booleanValue()) : node.isString() ? node.stringValue() : null;
	}

}
