/**
 * Connecting to NATS: connection details, client options and the connection's life.
 */
@NullMarked
package io.natsevents.connection;

import org.jspecify.annotations.NullMarked;
