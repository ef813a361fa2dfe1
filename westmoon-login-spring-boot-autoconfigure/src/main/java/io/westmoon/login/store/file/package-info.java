/**
 * A store that keeps the session and the login attempt in a directory.
 */
@NullMarked
package io.westmoon.login.store.file;

import org.jspecify.annotations.NullMarked;
