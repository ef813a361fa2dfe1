/**
 * Properties, auto-configurations and failure analyzers.
 */
@NullMarked
package io.westmoon.login.autoconfigure;

import org.jspecify.annotations.NullMarked;
