/**
 * The words of the domain, the ports and, package-private, the engine that keeps one
 * session current.
 */
@NullMarked
package io.westmoon.login;

import org.jspecify.annotations.NullMarked;
