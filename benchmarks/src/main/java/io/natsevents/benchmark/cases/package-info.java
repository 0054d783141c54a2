/**
 * The cases, a class each.
 */
@NullMarked
package io.natsevents.benchmark.cases;

import org.jspecify.annotations.NullMarked;
