package io.natsevents.campaign.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.process.BareProcess;
import io.natsevents.test.NatsServer;

/**
 * Kills two of three nodes. The one that is left serves clients and can confirm nothing.
 * What it led when the others died it goes on leading for up to 10 s: events it takes in
 * that time are confirmed when the others are back, or not at all. What it did not lead
 * it refuses at once.
 */
final class QuorumLoss implements Fault {

	private static final int SHORTEST_MILLIS = 2000;

	private static final int LONGEST_MILLIS = 5000;

	private static final Duration ANSWER_LIMIT = Duration.ofMillis(500);

	@Override
	public String name() {
		return "kill-two-nodes";
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) throws IOException {
		List<NatsServer> victims = new ArrayList<>(bus.cluster().nodes());
		victims.remove(random.nextInt(victims.size()));
		long millis = random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS + 1);
		bus.notes().nodeGone("kill %s for %d ms".formatted(victims, millis));
		victims.forEach(NatsServer::kill);
		try {
			long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
			while (System.nanoTime() < end) {
				requireRefusal(bus);
			}
		}
		finally {
			victims.forEach(NatsServer::start);
		}
		bus.cluster().awaitReady();
	}

	private static void requireRefusal(Bus bus) throws IOException {
		JetStream jetStream = bus.connection()
			.jetStream(JetStreamOptions.builder().requestTimeout(ANSWER_LIMIT).build());
		long sequence;
		try {
			sequence = jetStream.publish(BareProcess.SUBJECT, "quorum".getBytes(StandardCharsets.UTF_8)).getSeqno();
		}
		catch (IOException | JetStreamApiException | IllegalStateException ex) {
			// As it has to be
			return;
		}
		throw new IllegalStateException("%d was confirmed while two of three nodes were dead".formatted(sequence));
	}

}
