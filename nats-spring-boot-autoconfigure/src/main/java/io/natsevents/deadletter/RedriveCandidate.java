package io.natsevents.deadletter;

import io.natsevents.connection.StoredMessage;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter that somebody wants to be redriven.
 *
 * @param id its id
 * @param entry its entry as it was read, or {@code null} when there is none
 * @param letter what the entry says, or {@code null} when there is none
 */
record RedriveCandidate(DeadLetterId id, @Nullable StoredMessage entry, @Nullable DeadLetter letter) {
}
