package io.natsevents.deadletter;

import java.time.Instant;

import io.natsevents.connection.StoredMessage;

/**
 * The right to redrive a dead letter, until its time is over.
 *
 * @param entry the entry as it was before
 * @param id the dead letter
 * @param sequence sequence of the entry that says so
 * @param until when it is over
 */
record DeadLetterClaim(StoredMessage entry, DeadLetterId id, long sequence, Instant until) {
}
