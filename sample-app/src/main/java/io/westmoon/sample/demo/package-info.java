/**
 * The offline demo: a fake platform in the application and a newcomer's phone, in the
 * profiles of the demos only.
 */
@NullMarked
package io.westmoon.sample.demo;

import org.jspecify.annotations.NullMarked;
