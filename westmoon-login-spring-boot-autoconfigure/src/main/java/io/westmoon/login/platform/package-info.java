/**
 * The three calls of the platform over a WebClient, and the decoding of its answers.
 */
@NullMarked
package io.westmoon.login.platform;

import org.jspecify.annotations.NullMarked;
