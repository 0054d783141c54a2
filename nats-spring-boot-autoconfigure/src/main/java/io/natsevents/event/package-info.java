/**
 * The event, its CloudEvents form on the wire, its id and the subjects it is stored
 * under.
 */
@NullMarked
package io.natsevents.event;

import org.jspecify.annotations.NullMarked;
