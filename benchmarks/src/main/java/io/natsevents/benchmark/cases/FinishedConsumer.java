package io.natsevents.benchmark.cases;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerConfiguration;

/**
 * Sees that the events of a durable consumer were acknowledged, and leaves nothing behind
 * for the next round.
 */
final class FinishedConsumer {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	private final JetStreamManagement management;

	private final String stream;

	private final String durable;

	FinishedConsumer(JetStreamManagement management, String stream, String durable) {
		this.management = management;
		this.stream = stream;
		this.durable = durable;
	}

	/**
	 * Delete the consumer once all is acknowledged.
	 * @param events how many events were handled; it may have got more
	 * @return how to create it again
	 */
	ConsumerConfiguration delete(int events) throws Exception {
		awaitAcknowledged(events);
		ConsumerConfiguration configuration = this.management.getConsumerInfo(this.stream, this.durable)
			.getConsumerConfiguration();
		this.management.deleteConsumer(this.stream, this.durable);
		return configuration;
	}

	/**
	 * Put another in its place that begins where the first has begun. A listener that
	 * finds its consumer deleted would create it where it had come to.
	 * @param events how many events were handled; it may have got more
	 */
	void renew(int events) throws Exception {
		this.management.createConsumer(this.stream, delete(events));
	}

	private void awaitAcknowledged(int events) throws Exception {
		long deadline = System.nanoTime() + LIMIT.toNanos();
		long acknowledged = acknowledged();
		// The server takes in acknowledgements after it has answered what came behind
		// them
		while (acknowledged < events) {
			if (System.nanoTime() - deadline > 0) {
				throw new IllegalStateException("Of " + events + " events of " + this.stream + " " + acknowledged
						+ " were acknowledged to " + this.durable + " within " + LIMIT.toSeconds() + " s");
			}
			LockSupport.parkNanos(PAUSE_NANOS);
			acknowledged = acknowledged();
		}
	}

	private long acknowledged() throws Exception {
		return this.management.getConsumerInfo(this.stream, this.durable).getAckFloor().getConsumerSequence();
	}

}
