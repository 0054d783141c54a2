package io.natsevents.benchmark.cases;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.nats.client.JetStreamManagement;

/**
 * Sees that all events of a durable consumer were acknowledged, and leaves nothing behind
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
	 * @param events how many events it had
	 */
	void delete(int events) throws Exception {
		long deadline = System.nanoTime() + LIMIT.toNanos();
		long acknowledged = acknowledged();
		// The server takes in acknowledgements after it has answered what came behind
		// them
		while (acknowledged != events) {
			if (System.nanoTime() - deadline > 0) {
				throw new IllegalStateException("Of " + events + " events of " + this.stream + " " + acknowledged
						+ " were acknowledged to " + this.durable + " within " + LIMIT.toSeconds() + " s");
			}
			LockSupport.parkNanos(PAUSE_NANOS);
			acknowledged = acknowledged();
		}
		this.management.deleteConsumer(this.stream, this.durable);
	}

	private long acknowledged() throws Exception {
		return this.management.getConsumerInfo(this.stream, this.durable).getAckFloor().getConsumerSequence();
	}

}
