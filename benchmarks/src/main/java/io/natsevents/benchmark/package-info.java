/**
 * What the starter costs beside the bare client: cases, each done by both on the same
 * server.
 */
@NullMarked
package io.natsevents.benchmark;

import org.jspecify.annotations.NullMarked;
