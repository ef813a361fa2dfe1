/**
 * Stores for the session and the login attempt.
 */
@NullMarked
package io.westmoon.login.store;

import org.jspecify.annotations.NullMarked;
