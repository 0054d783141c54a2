/**
 * Tests that the cases work, and of what they allocate.
 */
@NullMarked
package io.natsevents.benchmark.cases;

import org.jspecify.annotations.NullMarked;
