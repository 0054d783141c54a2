package io.natsevents.benchmark.peer;

import io.micronaut.context.annotation.Requires;
import io.micronaut.messaging.Acknowledgement;
import io.micronaut.messaging.annotation.MessageBody;
import io.micronaut.nats.jetstream.annotation.JetStreamListener;
import io.micronaut.nats.jetstream.annotation.PushConsumer;
import io.nats.client.api.AckPolicy;

/**
 * Handles events from a durable consumer with the default settings; more unacknowledged
 * events than the server's 1000 did not make it faster. The policy must be named:
 * without, micronaut-nats also acknowledges what the handler failed with.
 */
@JetStreamListener
@Requires(property = "peer.durable")
class UserEventListener {

	private final Handled handled;

	UserEventListener(Handled handled) {
		this.handled = handled;
	}

	@PushConsumer(value = "${peer.stream}", subject = UserEvent.CREATED, durable = "${peer.durable}",
			ackPolicy = AckPolicy.Explicit)
	void created(@MessageBody UserEvent event, Acknowledgement acknowledgement) {
		this.handled.add();
		acknowledgement.ack();
	}

}
