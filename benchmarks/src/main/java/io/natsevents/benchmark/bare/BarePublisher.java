package io.natsevents.benchmark.bare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.PublishAck;
import io.natsevents.benchmark.UserCreated;

/**
 * Publishes events with the bare client.
 */
public final class BarePublisher {

	/** As many as ours has unconfirmed at a time. */
	private static final int WINDOW = 1000;

	private static final long LIMIT_SECONDS = 30;

	private final JetStream jetStream;

	private final BareEvents events;

	private final Semaphore window = new Semaphore(WINDOW);

	/**
	 * Publish on a connection.
	 * @param connection the connection
	 * @param events writes the events
	 * @throws IOException when the connection is of no use
	 */
	public BarePublisher(Connection connection, BareEvents events) throws IOException {
		this.jetStream = connection.jetStream();
		this.events = events;
	}

	/**
	 * Publish an event and wait for its confirmation.
	 * @param event the event
	 * @return the confirmation
	 * @throws IOException when there is none
	 * @throws JetStreamApiException when the server refuses
	 */
	public PublishAck publish(BareEvent event) throws IOException, JetStreamApiException {
		return this.jetStream.publish(event.type(), this.events.headers(event), this.events.write(event));
	}

	/**
	 * Publish an event as soon as there is room in the window.
	 * @param event the event
	 * @return its confirmation
	 * @throws InterruptedException when interrupted
	 * @throws TimeoutException when there was no room for long
	 */
	public CompletableFuture<PublishAck> publishAsync(BareEvent event) throws InterruptedException, TimeoutException {
		if (!this.window.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
			throw new TimeoutException("No confirmation for " + LIMIT_SECONDS + " s");
		}
		return this.jetStream.publishAsync(event.type(), this.events.headers(event), this.events.write(event))
			.whenComplete((ack, failure) -> this.window.release());
	}

	/**
	 * Publish many, and wait for all.
	 * @param data the data of each
	 * @throws Exception when one is not confirmed
	 */
	public void publishAll(List<UserCreated> data) throws Exception {
		List<CompletableFuture<PublishAck>> acks = new ArrayList<>(data.size());
		for (UserCreated one : data) {
			acks.add(publishAsync(BareEvent.of(one, one.userId())));
		}
		for (CompletableFuture<PublishAck> ack : acks) {
			ack.get(LIMIT_SECONDS, TimeUnit.SECONDS);
		}
	}

}
