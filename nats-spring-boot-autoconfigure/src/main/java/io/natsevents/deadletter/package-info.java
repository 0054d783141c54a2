/**
 * Dead letters: events that were given up, parked where somebody can look at them.
 */
@NullMarked
package io.natsevents.deadletter;

import org.jspecify.annotations.NullMarked;
