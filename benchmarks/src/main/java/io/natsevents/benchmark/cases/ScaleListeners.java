package io.natsevents.benchmark.cases;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerInfo;
import io.natsevents.benchmark.UserCreated;
import io.natsevents.benchmark.run.ProcessCost;
import io.natsevents.benchmark.run.Sample;
import io.natsevents.event.Event;
import io.natsevents.publish.EventPublisher;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Listeners work off a backlog that is divided among them. They are paused while it is
 * stored.
 */
final class ScaleListeners {

	private static final int CALL = 1000;

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	private final JetStreamManagement management;

	private final EventPublisher publisher;

	private final String stream;

	private final Countdown countdown = new Countdown();

	private final ListenerFleet fleet;

	private final int events;

	/**
	 * Have listeners.
	 * @param application the application, which has no other listeners
	 * @param connection looks after the stream
	 * @param service service that owns the stream
	 * @param stream the stream
	 * @param listeners how many
	 * @param events how many events the backlog has
	 */
	ScaleListeners(ConfigurableApplicationContext application, Connection connection, String service, String stream,
			int listeners, int events) throws Exception {
		this.management = connection.jetStreamManagement();
		this.publisher = application.getBean(EventPublisher.class);
		this.stream = stream;
		this.fleet = new ListenerFleet(application, service, (event, context) -> this.countdown.handled())
			.growTo(listeners);
		this.events = events;
	}

	/**
	 * Store a backlog and have it handled.
	 */
	Sample run() throws Exception {
		this.fleet.pause();
		this.management.purgeStream(this.stream);
		OurEvents.publish(this.publisher, this.events, CALL, (number) -> {
			UserCreated data = UserCreated.number(number);
			return Event.of(this.fleet.type(number), data).entity(data.userId());
		});
		this.countdown.begin(this.events);
		ProcessCost before = ProcessCost.now();
		this.fleet.resume();
		this.countdown.await();
		Sample sample = before.eventsPerSecond(this.events);
		awaitAcknowledged();
		return sample;
	}

	private void awaitAcknowledged() throws Exception {
		long deadline = System.nanoTime() + LIMIT.toNanos();
		long open = open();
		while (open > 0) {
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException(open + " events of " + this.stream + " were not acknowledged within "
						+ LIMIT.toSeconds() + " s");
			}
			LockSupport.parkNanos(PAUSE_NANOS);
			open = open();
		}
	}

	private long open() throws Exception {
		long open = 0;
		for (ConsumerInfo consumer : this.management.getConsumers(this.stream)) {
			open += consumer.getNumPending() + consumer.getNumAckPending();
		}
		return open;
	}

}
