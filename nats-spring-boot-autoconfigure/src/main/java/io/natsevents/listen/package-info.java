/**
 * Listening: {@code @JetStreamListener}, the containers behind it, and what becomes of
 * each message.
 */
@NullMarked
package io.natsevents.listen;

import org.jspecify.annotations.NullMarked;
