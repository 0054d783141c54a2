/**
 * Keeps users and publishes what happens to them.
 */
@NullMarked
package io.natsevents.sample.auth;

import org.jspecify.annotations.NullMarked;
