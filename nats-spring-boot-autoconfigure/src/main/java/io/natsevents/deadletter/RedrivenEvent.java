package io.natsevents.deadletter;

import io.nats.client.impl.Headers;

/**
 * An event that was given up, to be handled once more.
 *
 * @param id the dead letter it is of
 * @param subject subject it was published to
 * @param headers its own headers, without those of the dead letter
 * @param body its body
 * @param delivery which delivery this is: one more than the dead letter tells
 * @param alone whether no other handler of this JVM may run meanwhile
 */
public record RedrivenEvent(DeadLetterId id, String subject, Headers headers, byte[] body, long delivery,
		boolean alone) {
}
