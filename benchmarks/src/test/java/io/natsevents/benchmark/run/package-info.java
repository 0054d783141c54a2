/**
 * Tests of how rounds are run and judged.
 */
@NullMarked
package io.natsevents.benchmark.run;

import org.jspecify.annotations.NullMarked;
