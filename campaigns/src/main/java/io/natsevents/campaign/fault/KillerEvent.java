package io.natsevents.campaign.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.impl.Headers;
import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.fleet.Member;
import io.natsevents.campaign.fleet.Surroundings;
import io.natsevents.campaign.load.Kind;
import io.natsevents.campaign.load.Workload;
import io.natsevents.deadletter.DeadLetterStream;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * Publishes an event that every process dies of that handles it. Whoever dies is started
 * again at once, until the event is parked.
 */
final class KillerEvent implements Fault {

	private static final Duration LIMIT = Duration.ofMinutes(4);

	private static final Duration INTERVAL = Duration.ofMillis(50);

	private static final String REASON = "PROCESS_DIED";

	@Override
	public String name() {
		return "killer-event";
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) throws IOException, JetStreamApiException {
		JetStreamManagement management = bus.management();
		long before = last(management);
		Workload workload = Workload.values()[random.nextInt(Workload.values().length)];
		bus.notes().add("killer among " + workload);
		Choice.of(bus.publishers(), random).tell("publish " + workload + " " + Kind.KILLER);
		await("killer parked").atMost(LIMIT).pollInterval(INTERVAL).ignoreExceptions().until(() -> {
			reviveDead(bus);
			bus.noteAttendance();
			return isParked(management, before);
		});
		for (Member member : bus.listeners()) {
			bus.awaitWork(member);
			bus.noteAttendance();
		}
	}

	private static void reviveDead(Bus bus) {
		for (Member member : bus.listeners()) {
			if (!member.isAlive()) {
				bus.notes().add(member.life() + " died");
				bus.revive(member, Surroundings.USUAL);
			}
		}
	}

	private static boolean isParked(JetStreamManagement management, long before)
			throws IOException, JetStreamApiException {
		for (long sequence = last(management); sequence > before; sequence--) {
			if (REASON.equals(reason(management.getMessage(DeadLetterStream.NAME, sequence).getHeaders()))) {
				return true;
			}
		}
		return false;
	}

	private static long last(JetStreamManagement management) throws IOException, JetStreamApiException {
		return management.getStreamInfo(DeadLetterStream.NAME).getStreamState().getLastSequence();
	}

	private static @Nullable String reason(@Nullable Headers headers) {
		return (headers != null) ? headers.getFirst("Dlq-Reason") : null;
	}

}
