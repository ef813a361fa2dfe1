/**
 * Small helpers that several packages share. They know nothing of the rest of the
 * library.
 */
@NullMarked
package io.westmoon.login.support;

import org.jspecify.annotations.NullMarked;
