package io.westmoon.login.platform;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import io.westmoon.login.PlatformBusinessException;
import io.westmoon.login.PlatformResponseException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of a successful answer.
 *
 * @param call what was asked for
 * @param body the body
 * @param charset the charset that the answer names; UTF-8 if none
 */
record PlatformResponse(PlatformCall call, byte[] body, Charset charset) {

	private static final byte[] ASCII = "token".getBytes(StandardCharsets.US_ASCII);

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	/**
	 * Opens the envelope.
	 * @return the {@code data}
	 * @throws PlatformBusinessException if the platform refused the call
	 * @throws PlatformResponseException if there is no envelope or no {@code data} object
	 */
	JsonNode data() {
		JsonNode envelope = json();
		if (!envelope.has("code")) {
			throw notUnderstood("it has no code");
		}
		checkCode(envelope);
		if (!envelope.path("data").isObject()) {
			throw notUnderstood("it has no data");
		}
		return envelope.get("data");
	}

	/**
	 * Opens the envelope, if there is one.
	 * @return the {@code data}, or everything where there is no {@code data}
	 */
	JsonNode dataOrAll() {
		JsonNode answer = json();
		if (answer.has("code")) {
			checkCode(answer);
		}
		JsonNode data = answer.path("data");
		if (data.isMissingNode() || data.isNull()) {
			return answer;
		}
		if (!data.isObject()) {
			throw notUnderstood("its data is no object");
		}
		return data;
	}

	/**
	 * Creates the failure of an answer that cannot be understood. Quotes the answer only
	 * where the call allows it.
	 */
	PlatformResponseException notUnderstood(String problem) {
		return new PlatformResponseException(this.call.name(), problem,
				this.call.quotable() ? SecretRedactor.beginning(maskable()) : "");
	}

	/**
	 * Reads the body so that a secret's name in it can be told, whatever charset the
	 * answer names. Where every other byte is zero that cannot be done.
	 */
	private String maskable() {
		boolean asciiBased = new String(ASCII, this.charset).equals("token");
		String text = new String(this.body, asciiBased ? this.charset : StandardCharsets.UTF_8);
		return (text.indexOf('\0') < 0) ? text : "";
	}

	/**
	 * Converts to plain Java maps, lists and values.
	 */
	@Nullable Object plain(JsonNode node) {
		return JSON.convertValue(node, Object.class);
	}

	private JsonNode json() {
		if (this.body.length == 0) {
			throw notUnderstood("it is empty");
		}
		JsonNode answer = parse(text());
		if (!answer.isObject()) {
			throw notUnderstood("it is no JSON object");
		}
		return answer;
	}

	private String text() {
		try {
			String text = this.charset.newDecoder().decode(ByteBuffer.wrap(this.body)).toString();
			return StringUtils.trimLeadingCharacter(text, '\ufeff');
		}
		catch (CharacterCodingException ex) {
			throw notUnderstood("it is not " + this.charset.name() + " text");
		}
	}

	private JsonNode parse(String text) {
		try {
			return JSON.readTree(text);
		}
		catch (JacksonException | NumberFormatException ex) {
			throw notUnderstood("it is no JSON that can be read");
		}
	}

	private void checkCode(JsonNode envelope) {
		JsonNode code = envelope.get("code");
		String text = (code.isString() || code.isNumber()) ? code.asString().strip() : "";
		if (text.isEmpty()) {
			throw notUnderstood("its code is neither a number nor text");
		}
		if (!isZero(text)) {
			JsonNode msg = envelope.path("msg");
			throw new PlatformBusinessException(this.call.name(), text, msg.isString() ? msg.asString() : "");
		}
	}

	private static boolean isZero(String code) {
		return code.matches("[+-]?0+(\\.0*)?");
	}

}
