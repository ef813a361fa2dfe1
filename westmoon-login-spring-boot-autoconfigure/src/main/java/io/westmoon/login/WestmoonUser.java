package io.westmoon.login;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The user a session belongs to, with every field the platform sent. Immutable as far as
 * its field values are.
 *
 * @param id the id: the first present of {@code id}, {@code uid} and {@code user_id}
 * @param name the display name: the first present of {@code nickname} and {@code name};
 * foreign text
 * @param fields all fields as they came, in their order; decimals as
 * {@link java.math.BigDecimal}
 */
public record WestmoonUser(@Nullable String id, @Nullable String name, Map<String, @Nullable Object> fields) {

	public WestmoonUser {
		fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
	}

	/**
	 * Reads id and name out of the platform's fields.
	 * @param fields the fields
	 * @return the user
	 */
	public static WestmoonUser of(Map<String, ? extends @Nullable Object> fields) {
		return new WestmoonUser(first(fields, "id", "uid", "user_id"), first(fields, "nickname", "name"),
				new LinkedHashMap<>(fields));
	}

	private static @Nullable String first(Map<String, ? extends @Nullable Object> fields, String... keys) {
		for (String key : keys) {
			Object value = fields.get(key);
			if ((value instanceof String || value instanceof Number) && !value.toString().isBlank()) {
				return value.toString();
			}
		}
		return null;
	}

	/**
	 * Names the id only; the other fields are personal.
	 */
	@Override
	public String toString() {
		return "WestmoonUser[id=" + this.id + "]";
	}

}
