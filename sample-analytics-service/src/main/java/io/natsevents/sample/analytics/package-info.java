/**
 * Counts what the auth service publishes.
 */
@NullMarked
package io.natsevents.sample.analytics;

import org.jspecify.annotations.NullMarked;
