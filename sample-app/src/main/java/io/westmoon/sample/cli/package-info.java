/**
 * The command line: the login without a Spring context, in the words and with the exit
 * statuses of the existing login tool.
 */
@NullMarked
package io.westmoon.sample.cli;

import org.jspecify.annotations.NullMarked;
