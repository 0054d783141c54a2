/**
 * How fast events are written and read, measured by JMH.
 */
@NullMarked
package io.natsevents.benchmark.cases.codec;

import org.jspecify.annotations.NullMarked;
