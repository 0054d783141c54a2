/**
 * Tests of how the arguments are understood.
 */
@NullMarked
package io.natsevents.benchmark;

import org.jspecify.annotations.NullMarked;
