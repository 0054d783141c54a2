/**
 * What a stream should be, the plan that compares it with the server, and applying the
 * plan.
 */
@NullMarked
package io.natsevents.stream;

import org.jspecify.annotations.NullMarked;
