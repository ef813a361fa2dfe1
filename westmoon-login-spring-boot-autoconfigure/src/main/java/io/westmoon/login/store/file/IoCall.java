package io.westmoon.login.store.file;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * Blocking work on files.
 *
 * @param <T> what it results in, if anything
 */
@FunctionalInterface
interface IoCall<T> {

	@Nullable T call() throws IOException;

}
