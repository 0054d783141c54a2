package io.natsevents.support;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.NUID;
import io.nats.client.Subscription;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;

/**
 * What somebody writes by hand, and runs again and again, who pulls from a durable of his
 * own: a request that ends when heartbeats fail to come, or for whatever other reason.
 */
final class BarePull implements Runnable {

	private static final int BATCH = 100;

	private static final byte[] REQUEST = ("{\"batch\":" + BATCH
			+ ",\"expires\":30000000000,\"idle_heartbeat\":500000000}")
		.getBytes(StandardCharsets.UTF_8);

	private static final Duration SILENT_AFTER = Duration.ofMillis(1100);

	private final Connection connection;

	private final String stream;

	private final String durable;

	private final String subject;

	private final Silence delivered;

	BarePull(Connection connection, String stream, String durable, String subject, Silence delivered) {
		this.connection = connection;
		this.stream = stream;
		this.durable = durable;
		this.subject = subject;
		this.delivered = delivered;
	}

	@Override
	public void run() {
		try {
			// It may be gone with the power
			if (isThere()) {
				pull();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean isThere() {
		try {
			this.connection.jetStreamManagement()
				.addOrUpdateConsumer(this.stream,
						ConsumerConfiguration.builder()
							.durable(this.durable)
							.filterSubject(this.subject)
							.deliverPolicy(DeliverPolicy.New)
							.ackPolicy(AckPolicy.Explicit)
							.build());
			return true;
		}
		catch (Exception ex) {
			// Its stream is not there yet, or nobody leads it
			return false;
		}
	}

	private void pull() throws InterruptedException {
		try {
			String inbox = this.connection.createInbox();
			Subscription subscription = this.connection.subscribe(inbox + ".*");
			try {
				this.connection.publish("$JS.API.CONSUMER.MSG.NEXT." + this.stream + "." + this.durable,
						inbox + "." + NUID.nextGlobal(), REQUEST);
				receive(subscription);
			}
			finally {
				subscription.unsubscribe();
			}
		}
		catch (IllegalStateException ex) {
			// There is no connection; the next request may be luckier
		}
	}

	private void receive(Subscription subscription) throws InterruptedException {
		for (int received = 0; received < BATCH;) {
			Message message = subscription.nextMessage(SILENT_AFTER);
			if (message == null || (message.isStatusMessage() && message.getStatus().getCode() != 100)) {
				return;
			}
			if (!message.isStatusMessage()) {
				this.delivered.broken();
				message.ack();
				received++;
			}
		}
	}

}
