/**
 * Searches products and their stock: the business calls that need a session.
 */
@NullMarked
package io.westmoon.sample.stock;

import org.jspecify.annotations.NullMarked;
