/**
 * Tests of what is written about a run.
 */
@NullMarked
package io.natsevents.benchmark.report;

import org.jspecify.annotations.NullMarked;
