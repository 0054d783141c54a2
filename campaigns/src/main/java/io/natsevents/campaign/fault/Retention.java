package io.natsevents.campaign.fault;

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

import io.nats.client.api.StreamConfiguration;
import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.load.Workload;

/**
 * A stream may hold little for a while, and its listener is behind by more. It still
 * holds everything for longer than a listener waits from one look at it to the next:
 * nobody can tell of what type an event was that came and went in between.
 */
final class Retention implements Fault {

	/** What comes between two looks of a listener is a small part of it. */
	private static final int WAITING = 1000;

	private static final int SMALLEST_LIMIT = 500;

	private static final int LARGEST_LIMIT = 700;

	@Override
	public String name() {
		return "retention";
	}

	@Override
	public Expectation expectation() {
		return Expectation.DISCARD;
	}

	@Override
	public Set<Workload> mayLose() {
		return Set.of(Workload.ITEMS);
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) throws Exception {
		Backlog.awaitCalm(List.of(bus.keyed()));
		StreamConfiguration before = bus.management().getStreamInfo(Workload.ITEMS.stream()).getConfiguration();
		try (Backlog backlog = new Backlog(bus, Workload.ITEMS, List.of(bus.keyed()))) {
			backlog.awaitPending(WAITING);
			int limit = random.nextInt(SMALLEST_LIMIT, LARGEST_LIMIT + 1);
			bus.notes().add("%s may hold %d events".formatted(Workload.ITEMS.stream(), limit));
			bus.management().updateStream(StreamConfiguration.builder(before).maxMessages(limit).build());
			long delivered = backlog.consumer().getDelivered().getStreamSequence();
			backlog.awaitDelivered(delivered + 50);
		}
		finally {
			bus.management().updateStream(before);
		}
		Backlog.awaitNoticed(List.of(bus.keyed()));
	}

}
