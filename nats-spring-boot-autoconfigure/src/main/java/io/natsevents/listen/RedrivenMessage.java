package io.natsevents.listen;

import java.time.Duration;
import java.util.function.Consumer;

import io.nats.client.impl.NatsJetStreamMetaData;
import io.nats.client.impl.NatsMessage;
import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.deadletter.RedriveTarget.Failed;
import io.natsevents.deadletter.RedriveTarget.Handled;
import io.natsevents.deadletter.RedriveTarget.RedriveOutcome;
import io.natsevents.deadletter.RedrivenEvent;
import io.natsevents.deadletter.StoredPosition;

/**
 * An event that is redriven, as its stream would deliver it. Acknowledging it tells the
 * server nothing.
 */
final class RedrivenMessage extends NatsMessage {

	private final Consumer<RedriveOutcome> settled;

	RedrivenMessage(RedrivenEvent event, Consumer<RedriveOutcome> settled) {
		super(event.subject(), acknowledgeSubject(event), event.headers(), event.body());
		this.settled = settled;
	}

	/**
	 * The client reads from it where the event is stored. Nothing is ever published to
	 * it.
	 */
	private static String acknowledgeSubject(RedrivenEvent event) {
		StoredPosition position = event.id().position();
		return "$JS.ACK." + position.stream() + "." + event.id().durable() + "." + event.delivery() + "."
				+ position.sequence() + ".0." + position.storedAtNanos() + ".0";
	}

	@Override
	public boolean isJetStream() {
		return true;
	}

	@Override
	public NatsJetStreamMetaData metaData() {
		return new NatsJetStreamMetaData(this);
	}

	@Override
	public void ack() {
		this.settled.accept(new Handled());
	}

	@Override
	public void ackSync(Duration timeout) {
		ack();
	}

	@Override
	public void nak() {
		this.settled.accept(new Failed(DeadLetterReason.HANDLER_FAILED, RedriveRecorder.askedForAnotherDelivery()));
	}

	@Override
	public void nakWithDelay(Duration delay) {
		nak();
	}

	@Override
	public void nakWithDelay(long delayMillis) {
		nak();
	}

	@Override
	public void inProgress() {
		// There is no claim of the server's to keep
	}

	@Override
	public void term() {
		this.settled.accept(
				new Failed(DeadLetterReason.REJECTED, new RejectedEventException("The handler terminated the event")));
	}

}
