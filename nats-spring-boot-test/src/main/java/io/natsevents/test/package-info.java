/**
 * A real nats-server for tests.
 */
@NullMarked
package io.natsevents.test;

import org.jspecify.annotations.NullMarked;
