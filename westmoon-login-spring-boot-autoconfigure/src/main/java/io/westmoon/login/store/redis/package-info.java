/**
 * Keeps logins in Redis, for several machines that share an account.
 */
@NullMarked
package io.westmoon.login.store.redis;

import org.jspecify.annotations.NullMarked;
