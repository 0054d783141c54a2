package io.natsevents.listen;

import java.time.Duration;
import java.util.List;

import io.natsevents.deadletter.DeadLetterReason;

import org.springframework.util.Assert;

/**
 * Settles the deliveries a handler was given.
 */
final class DeliveryAcknowledgement implements Acknowledgement {

	private final List<ReceivedEvent> events;

	private final DeliverySettler settler;

	DeliveryAcknowledgement(List<ReceivedEvent> events, DeliverySettler settler) {
		this.events = events;
		this.settler = settler;
	}

	/**
	 * Settles only some of the deliveries.
	 */
	DeliveryAcknowledgement narrow(List<ReceivedEvent> some) {
		return (some.size() == this.events.size()) ? this : new DeliveryAcknowledgement(some, this.settler);
	}

	@Override
	public void acknowledge() {
		this.events.forEach((received) -> this.settler.acknowledge(received.delivery()));
	}

	@Override
	public void retry(Duration delay) {
		Assert.notNull(delay, "'delay' must not be null");
		this.events.forEach((received) -> this.settler.retry(received.delivery(), delay, null));
	}

	@Override
	public void reject(String reason) {
		RejectedEventException failure = new RejectedEventException(reason);
		this.events.forEach((received) -> this.settler.park(received.delivery(), received.event().id(),
				DeadLetterReason.REJECTED, failure));
	}

	@Override
	public boolean isSettled() {
		return this.events.stream().allMatch((received) -> received.delivery().isSettled());
	}

}
