package io.natsevents.campaign.fleet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerInfo;
import io.natsevents.campaign.load.Workload;
import io.natsevents.campaign.process.Status;

/**
 * Looks for what keeps the bus from being at rest.
 */
final class Rest {

	private final Bus bus;

	Rest(Bus bus) {
		this.bus = bus;
	}

	List<Pending> pending() throws IOException, JetStreamApiException {
		List<Pending> pending = new ArrayList<>();
		for (Member publisher : this.bus.publishers()) {
			Status status = publisher.status().orElse(null);
			if (status == null || status.round() != 0 || status.open() != 0) {
				pending.add(new Pending("%s does not know what came of %s events".formatted(publisher.life(),
						(status != null) ? status.open() : "its"), "", 0));
			}
		}
		for (Workload workload : Workload.values()) {
			// One by one: after an outage a cluster takes up to a minute to list them
			for (String durable : this.bus.durables(workload)) {
				ConsumerInfo consumer = this.bus.management().getConsumerInfo(workload.stream(), durable);
				if (!isSettled(consumer)) {
					pending.add(describe(consumer));
				}
			}
		}
		return pending;
	}

	private static boolean isSettled(ConsumerInfo consumer) {
		return consumer.getNumPending() == 0 && consumer.getNumAckPending() == 0;
	}

	private static Pending describe(ConsumerInfo consumer) {
		long floor = consumer.getAckFloor().getStreamSequence();
		String what = "consumer %s of %s: %d not delivered, %d not acknowledged, all settled up to sequence %d"
			.formatted(consumer.getName(), consumer.getStreamName(), consumer.getNumPending(),
					consumer.getNumAckPending(), floor);
		return new Pending(what, consumer.getStreamName(), floor);
	}

	/**
	 * When nobody can be asked, that is what is pending.
	 */
	List<Pending> pendingOrWhyNot() {
		try {
			return pending();
		}
		catch (IOException | JetStreamApiException | RuntimeException ex) {
			return List.of(new Pending("cannot be asked: " + ex, "", 0));
		}
	}

}
