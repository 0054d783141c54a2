package io.natsevents.benchmark.cases;

import java.util.function.IntFunction;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.natsevents.benchmark.UserCreated;
import io.natsevents.benchmark.run.ProcessCost;
import io.natsevents.benchmark.run.Sample;
import io.natsevents.event.Event;
import io.natsevents.publish.EventPublisher;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * One application publishes events, and one listener in it handles them meanwhile.
 */
final class ScaleFlow {

	private static final String STREAM = "AUTH_EVENTS";

	private static final int CALL = 500;

	private static final int KILOBYTE = 1024;

	private final JetStreamManagement management;

	private final EventPublisher publisher;

	private final Countdown countdown = new Countdown();

	private final ListenerFleet listener;

	ScaleFlow(ConfigurableApplicationContext application, Connection connection) throws Exception {
		this.management = connection.jetStreamManagement();
		this.publisher = application.getBean(EventPublisher.class);
		this.listener = new ListenerFleet(application, "auth", (event, context) -> this.countdown.handled()).growTo(1);
	}

	/**
	 * Have the events of so many organizations flow.
	 */
	Sample organizations(int organizations, int events) throws Exception {
		return flow(events, (number) -> {
			UserCreated data = UserCreated.number(number);
			return event(data).organizationId("organization-" + number % organizations);
		});
	}

	/**
	 * Have events with so much data flow.
	 */
	Sample kilobytes(int kilobytes, int events) throws Exception {
		String text = "x".repeat(kilobytes * KILOBYTE);
		return flow(events, (number) -> {
			UserCreated data = UserCreated.number(number);
			return event(
					new UserCreated(data.userId(), data.email(), text, data.roles(), data.active(), data.createdAt()));
		});
	}

	private Event<UserCreated> event(UserCreated data) {
		return Event.of(this.listener.type(0), data).entity(data.userId());
	}

	private Sample flow(int events, IntFunction<Event<UserCreated>> event) throws Exception {
		this.management.purgeStream(STREAM);
		this.countdown.begin(events);
		ProcessCost before = ProcessCost.now();
		OurEvents.publish(this.publisher, events, CALL, event);
		this.countdown.await();
		Sample sample = before.eventsPerSecond(events);
		long stored = this.management.getStreamInfo(STREAM).getStreamState().getMsgCount();
		if (stored != events) {
			throw new IllegalStateException("Of " + events + " events " + stored + " were stored");
		}
		return sample;
	}

}
