package io.westmoon.login.store.file;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * A blocking file operation.
 *
 * @param <T> the type of its result, if it has one
 */
@FunctionalInterface
interface IoCallable<T> {

	@Nullable T call() throws IOException;

}
