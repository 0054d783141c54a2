/**
 * What the benchmarks compare, done with micronaut-nats.
 */
@NullMarked
package io.natsevents.benchmark.peer;

import org.jspecify.annotations.NullMarked;
