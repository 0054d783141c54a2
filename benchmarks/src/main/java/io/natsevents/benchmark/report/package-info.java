/**
 * What is printed and written about a run, and how it is compared with an earlier one.
 */
@NullMarked
package io.natsevents.benchmark.report;

import org.jspecify.annotations.NullMarked;
