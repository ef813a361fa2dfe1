/**
 * A small real application on the login starter: a web service, an offline demo and a
 * command line.
 */
@NullMarked
package io.westmoon.sample;

import org.jspecify.annotations.NullMarked;
