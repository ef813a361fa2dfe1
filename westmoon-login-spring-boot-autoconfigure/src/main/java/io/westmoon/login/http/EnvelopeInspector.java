package io.westmoon.login.http;

import java.util.Set;

import io.westmoon.login.http.RefusalDetector.BodyInspector;
import io.westmoon.login.http.RefusalDetector.Finding;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.async.ByteArrayFeeder;
import tools.jackson.core.json.JsonFactory;

/**
 * Looks for {@code code} and {@code success} at the top level of a JSON object, as far as
 * it has arrived. Anything else is no refusal.
 */
final class EnvelopeInspector implements BodyInspector {

	private static final JsonFactory JSON = new JsonFactory();

	private final Set<String> codes;

	private final boolean unsuccessful;

	private final JsonParser parser = JSON.createNonBlockingByteArrayParser(ObjectReadContext.empty());

	private int depth;

	private @Nullable String field;

	private boolean codeSeen;

	private boolean successSeen;

	/**
	 * Creates an inspector.
	 * @param codes the codes that are refusals
	 * @param unsuccessful whether {@code success: false} is one
	 */
	EnvelopeInspector(Set<String> codes, boolean unsuccessful) {
		this.codes = codes;
		this.unsuccessful = unsuccessful;
		this.codeSeen = codes.isEmpty();
		this.successSeen = !unsuccessful;
	}

	@Override
	public Finding next(byte[] bytes) {
		Finding finding = parse(bytes);
		if (finding != Finding.UNDECIDED) {
			this.parser.close();
		}
		return finding;
	}

	private Finding parse(byte[] bytes) {
		try {
			((ByteArrayFeeder) this.parser.nonBlockingInputFeeder()).feedInput(bytes, 0, bytes.length);
			Finding finding = Finding.UNDECIDED;
			JsonToken token = this.parser.nextToken();
			while (token != JsonToken.NOT_AVAILABLE) {
				finding = look(token);
				if (finding != Finding.UNDECIDED) {
					return finding;
				}
				token = this.parser.nextToken();
			}
			return finding;
		}
		catch (JacksonException ex) {
			return Finding.NOT_REFUSED;
		}
	}

	private Finding look(@Nullable JsonToken token) {
		if (token == null || (this.depth == 0 && token != JsonToken.START_OBJECT)) {
			return Finding.NOT_REFUSED;
		}
		if (this.depth == 1 && token == JsonToken.PROPERTY_NAME) {
			this.field = this.parser.currentName();
			return Finding.UNDECIDED;
		}
		Finding finding = (this.depth == 1) ? value(token) : Finding.UNDECIDED;
		if (token.isStructStart()) {
			this.depth++;
		}
		else if (token.isStructEnd()) {
			this.depth--;
		}
		return (this.depth == 0) ? Finding.NOT_REFUSED : finding;
	}

	private Finding value(JsonToken token) {
		if ("code".equals(this.field)) {
			if (token.isScalarValue() && this.codes.contains(this.parser.getString().strip())) {
				return Finding.REFUSED;
			}
			this.codeSeen = true;
		}
		if ("success".equals(this.field)) {
			if (this.unsuccessful && token == JsonToken.VALUE_FALSE) {
				return Finding.REFUSED;
			}
			this.successSeen = true;
		}
		return (this.codeSeen && this.successSeen) ? Finding.NOT_REFUSED : Finding.UNDECIDED;
	}

}
