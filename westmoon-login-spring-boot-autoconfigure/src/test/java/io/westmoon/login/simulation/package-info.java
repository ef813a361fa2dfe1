/**
 * A deterministic simulator that looks for faults of the login engine. One thread runs up
 * to three engines ("processes") over one simulated store and one simulated platform in
 * virtual time. Everything that happens, including the order of what is due at the same
 * moment, is a function of one seed. {@link io.westmoon.login.client.SimulatedClients} is
 * all that knows how an engine is built; the rest uses the public API and its ports.
 * <p>
 * A simulation first misbehaves: ports answer late, wrongly or never, or throw; processes
 * die or are suspended; clocks are changed; people scan, refuse or do nothing. Then all
 * faults end, nobody scans for a while, and what must hold at rest is checked. Last,
 * people scan again, and every process must get a session.
 * <p>
 * A failure names the broken rule, its seed and the few faults that are needed to break
 * it, followed by what happened, one line an event: virtual seconds, process, what it did
 * and what came of it. {@code p1b} is the second incarnation of process 1, {@code c3} the
 * third code and {@code s2} the second session that the platform gave.
 */
package io.westmoon.login.simulation;
