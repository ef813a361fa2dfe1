/**
 * Filters that put the session on outgoing calls.
 */
@NullMarked
package io.westmoon.login.http;

import org.jspecify.annotations.NullMarked;
