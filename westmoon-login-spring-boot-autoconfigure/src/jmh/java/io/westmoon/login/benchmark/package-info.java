/**
 * What the library costs, measured in comparison with others. Writes the tables of
 * {@code docs/performance.md}.
 */
package io.westmoon.login.benchmark;
