/**
 * Properties, auto-configuration, failure analysis and service connections.
 */
@NullMarked
package io.natsevents.autoconfigure;

import org.jspecify.annotations.NullMarked;
