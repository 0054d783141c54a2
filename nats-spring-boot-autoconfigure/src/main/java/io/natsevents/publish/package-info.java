/**
 * Publishing events: encode, send, wait for the server's confirmation, retry.
 */
@NullMarked
package io.natsevents.publish;

import org.jspecify.annotations.NullMarked;
