/**
 * How a case is run and compared: rounds, medians, verdicts.
 */
@NullMarked
package io.natsevents.benchmark.run;

import org.jspecify.annotations.NullMarked;
