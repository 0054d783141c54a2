/**
 * What somebody who knows the bare client well writes by hand.
 */
@NullMarked
package io.natsevents.benchmark.bare;

import org.jspecify.annotations.NullMarked;
