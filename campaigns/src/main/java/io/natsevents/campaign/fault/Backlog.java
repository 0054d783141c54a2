package io.natsevents.campaign.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerInfo;
import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.fleet.Member;
import io.natsevents.campaign.load.Workload;

import static org.awaitility.Awaitility.await;

/**
 * Slow handlers, because of which events wait in a stream.
 */
final class Backlog implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final Duration NOTICED_WITHIN = Duration.ofSeconds(40);

	/** So long a listener tells of a loss, and some seconds. */
	private static final Duration LASTING = Duration.ofSeconds(90);

	private static final int SLOW_MILLIS = 400;

	private final Bus bus;

	private final Workload workload;

	private final List<Member> members;

	/**
	 * Slow the handlers down.
	 */
	Backlog(Bus bus, Workload workload, List<Member> members) {
		this.bus = bus;
		this.workload = workload;
		this.members = members;
		tell("slow " + SLOW_MILLIS + " " + Integer.MAX_VALUE);
	}

	/**
	 * Wait until so many events wait to be delivered.
	 */
	void awaitPending(long count) {
		await("%d events wait".formatted(count)).atMost(LIMIT)
			.ignoreExceptions()
			.until(() -> consumer().getNumPending() >= count);
	}

	ConsumerInfo consumer() throws IOException, JetStreamApiException {
		return this.bus.management().getConsumerInfo(this.workload.stream(), this.bus.durable(this.workload));
	}

	/**
	 * Wait until the consumer has come to a sequence of the stream.
	 */
	void awaitDelivered(long sequence) {
		await("delivered up to %d".formatted(sequence)).atMost(LIMIT)
			.ignoreExceptions()
			.until(() -> consumer().getDelivered().getStreamSequence() >= sequence);
	}

	private void tell(String command) {
		this.members.forEach((member) -> member.tell(command));
	}

	/**
	 * Let the handlers be fast again.
	 */
	@Override
	public void close() {
		tell("slow 0 0");
	}

	/**
	 * Wait until the listeners do not tell of an earlier loss any more.
	 */
	static void awaitCalm(List<Member> members) {
		await("no loss is told of").atMost(LASTING).until(() -> members.stream().noneMatch(Backlog::misses));
	}

	/**
	 * Give the listeners time to notice. Whether they did is for the judge to say.
	 */
	static void awaitNoticed(List<Member> members) {
		long end = System.nanoTime() + NOTICED_WITHIN.toNanos();
		await().atMost(NOTICED_WITHIN.multipliedBy(2))
			.until(() -> System.nanoTime() > end || members.stream().anyMatch(Backlog::misses));
	}

	private static boolean misses(Member member) {
		return member.status()
			.map((status) -> status.health().getOrDefault("listeners", "").contains("MISSING_EVENTS"))
			.orElse(false);
	}

}
