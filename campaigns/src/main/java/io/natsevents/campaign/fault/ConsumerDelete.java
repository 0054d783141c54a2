package io.natsevents.campaign.fault;

import java.io.IOException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.random.RandomGenerator;

import io.nats.client.JetStreamApiException;
import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.load.Workload;

import static org.awaitility.Awaitility.await;

/**
 * Deletes the durable of a listener that is at work, as an operator might; the listener
 * makes it again.
 */
final class ConsumerDelete implements Fault {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	@Override
	public String name() {
		return "delete-consumer";
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) throws IOException, JetStreamApiException {
		Workload workload = Workload.values()[random.nextInt(Workload.values().length)];
		String name = Choice.of(bus.durables(workload), random);
		ZonedDateTime before = created(bus, workload, name);
		bus.notes().consumerGone(name);
		bus.management().deleteConsumer(workload.stream(), name);
		await(name + " is made again").atMost(LIMIT)
			.ignoreExceptions()
			.until(() -> created(bus, workload, name).isAfter(before));
		bus.notes().add("made again");
	}

	private static ZonedDateTime created(Bus bus, Workload workload, String durable)
			throws IOException, JetStreamApiException {
		return bus.management().getConsumerInfo(workload.stream(), durable).getCreationTime();
	}

}
