/**
 * Where the session and the attempt are kept.
 */
@NullMarked
package io.westmoon.login.store;

import org.jspecify.annotations.NullMarked;
