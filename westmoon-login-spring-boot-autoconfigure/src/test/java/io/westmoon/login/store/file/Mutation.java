package io.westmoon.login.store.file;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Ways in which the content of a JSON file may come to harm.
 */
enum Mutation {

	FLIPPED_BITS {
		@Override
		byte[] apply(byte[] content, Random random) {
			for (int i = random.nextInt(3); i >= 0; i--) {
				content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
			}
			return content;
		}
	},

	TRUNCATION {
		@Override
		byte[] apply(byte[] content, Random random) {
			return replace(content, random.nextInt(content.length), content.length, NOTHING);
		}
	},

	INSERTION {
		@Override
		byte[] apply(byte[] content, Random random) {
			byte[] inserted = new byte[1 + random.nextInt(20)];
			random.nextBytes(inserted);
			int position = random.nextInt(content.length);
			return replace(content, position, position, inserted);
		}
	},

	DELETION {
		@Override
		byte[] apply(byte[] content, Random random) {
			int from = random.nextInt(content.length);
			return replace(content, from, from + random.nextInt(Math.min(40, content.length - from)), NOTHING);
		}
	},

	DUPLICATION {
		@Override
		byte[] apply(byte[] content, Random random) {
			int from = random.nextInt(content.length);
			int to = from + random.nextInt(content.length - from);
			return replace(content, from, from, Arrays.copyOfRange(content, from, to));
		}
	},

	SWAPPED_TOKENS {
		@Override
		byte[] apply(byte[] content, Random random) {
			List<MatchResult> tokens = find(TOKEN, content);
			if (tokens.size() < 2) {
				return content;
			}
			int first = random.nextInt(tokens.size() - 1);
			MatchResult one = tokens.get(first);
			MatchResult other = tokens.get(first + 1 + random.nextInt(tokens.size() - first - 1));
			byte[] swapped = replace(content, other.start(), other.end(), bytes(one.group()));
			return replace(swapped, one.start(), one.end(), bytes(other.group()));
		}
	},

	OTHER_DIGITS {
		@Override
		byte[] apply(byte[] content, Random random) {
			return replace(DIGITS, content, random, (digits) -> random.nextBoolean() ? String.valueOf(random.nextLong())
					: String.valueOf(random.nextInt(10)).repeat(1 + random.nextInt(25)));
		}
	},

	OTHER_VALUE {
		@Override
		byte[] apply(byte[] content, Random random) {
			return replace(VALUE, content, random, (value) -> VALUES.get(random.nextInt(VALUES.size())));
		}
	},

	DEEP_NESTING {
		@Override
		byte[] apply(byte[] content, Random random) {
			int depth = switch (random.nextInt(50)) {
				case 0 -> 20_000;
				case 1, 2 -> 580 + random.nextInt(30);
				default -> 1 + random.nextInt(9);
			};
			return replace(VALUE, content, random,
					(value) -> random.nextBoolean() ? "[".repeat(depth) + value + "]".repeat(depth)
							: "{\"a\":".repeat(depth) + value + "}".repeat(depth));
		}
	};

	private static final byte[] NOTHING = new byte[0];

	private static final Pattern TOKEN = Pattern
		.compile("\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|[\\w.+-]+|[{}\\[\\],:]");

	private static final Pattern DIGITS = Pattern.compile("(\\d+)");

	private static final Pattern VALUE = Pattern
		.compile(": (\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|[\\w.+-]+|\\{\\}|\\[\\])");

	private static final List<String> VALUES = List.of("null", "true", "0", "-1", "0.5", "1e999999999", "1e-999999999",
			"-1e999999999", "1e18", "253402300799", "253402300799.9999999999", "2147483647", "2147483648",
			"9223372036854775807", "9223372036854775808", "\"\"", "\" \"", "\"\\n\"", "\"a\\r\\nb: c\"", "\"\\u0000\"",
			"\"\\ud800\"", "\"9e99\"", "\"NaN\"", "{}", "[]", "[1]", "{\"id\": 1e999999999}", "{\"id\": {}}",
			"\"+1000000000-12-31T23:59:59.999999999Z\"", "\"-1000000000-01-01T00:00:00Z\"",
			"\"9999-12-31T23:59:59.999999999Z\"", "\"1970-01-01T00:00:00Z\"", "\"PT2562047788015215H30M7S\"",
			"\"PT-2562047788015215H\"", "\"PT0S\"", "\"PT-5S\"", "\"PT0.000000001S\"", "\"PT8766000000H\"",
			"\"CONFIRMED\"", "\"SCANNED\"", "\"NEEDED\"", "\"AAAA\"", "\"iVBORw0KGgo=\"");

	/**
	 * Applies one to three mutations.
	 * @param content the content, which stays as it is
	 * @param random the chance
	 * @return another content
	 */
	static byte[] some(byte[] content, Random random) {
		byte[] mutated = content.clone();
		for (int i = random.nextInt(3); i >= 0 && mutated.length > 0; i--) {
			mutated = values()[random.nextInt(values().length)].apply(mutated, random);
		}
		return mutated;
	}

	/**
	 * Applies the mutation.
	 * @param content what is not empty and may be changed
	 * @param random the chance
	 * @return the mutated content
	 */
	abstract byte[] apply(byte[] content, Random random);

	private static byte[] replace(Pattern pattern, byte[] content, Random random, UnaryOperator<String> change) {
		List<MatchResult> all = find(pattern, content);
		if (all.isEmpty()) {
			return content;
		}
		MatchResult found = all.get(random.nextInt(all.size()));
		return replace(content, found.start(1), found.end(1), bytes(change.apply(found.group(1))));
	}

	private static List<MatchResult> find(Pattern pattern, byte[] content) {
		return pattern.matcher(new String(content, StandardCharsets.ISO_8859_1)).results().toList();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static byte[] replace(byte[] content, int from, int to, byte[] by) {
		ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + by.length);
		out.write(content, 0, from);
		out.write(by, 0, by.length);
		out.write(content, to, content.length - to);
		return out.toByteArray();
	}

}
