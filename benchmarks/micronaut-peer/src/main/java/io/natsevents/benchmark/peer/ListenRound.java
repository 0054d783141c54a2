package io.natsevents.benchmark.peer;

import java.time.Duration;

import io.micronaut.context.ApplicationContext;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;

/**
 * Works off a backlog from its beginning. micronaut-nats subscribes only while a context
 * starts, so each round has a context and a durable consumer of its own.
 */
final class ListenRound implements Round {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final String server;

	private final String stream;

	private final String durable;

	private final int events;

	private int rounds;

	ListenRound(String server, String stream, String durable, int events) {
		this.server = server;
		this.stream = stream;
		this.durable = durable;
		this.events = events;
	}

	@Override
	public String run() throws Exception {
		this.rounds++;
		Handled handled = new Handled(this.events);
		String consumer = this.durable + "-" + this.rounds;
		try (ApplicationContext application = Applications.listen(this.server, this.stream, consumer, handled)) {
			String line = handled.await();
			application.getBean(Connection.class).flush(LIMIT);
			deleteFinished(application.getBean(JetStreamManagement.class), consumer);
			return line;
		}
	}

	/**
	 * The server takes acknowledgements in after it has answered that it has them.
	 */
	private void deleteFinished(JetStreamManagement management, String consumer) throws Exception {
		long deadline = System.nanoTime() + LIMIT.toNanos();
		long acknowledged;
		do {
			acknowledged = management.getConsumerInfo(this.stream, consumer).getAckFloor().getConsumerSequence();
		}
		while (acknowledged < this.events && System.nanoTime() < deadline);
		if (acknowledged < this.events) {
			throw new IllegalStateException("Of %d events only %d were acknowledged to %s within %d s"
				.formatted(this.events, acknowledged, consumer, LIMIT.toSeconds()));
		}
		management.deleteConsumer(this.stream, consumer);
	}

	@Override
	public void close() {
		// Each round closes what it had
	}

}
