package io.natsevents.campaign.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import io.natsevents.campaign.load.Kind;
import io.natsevents.campaign.load.Load;
import io.natsevents.campaign.load.Workload;

/**
 * What one process publishes in a round.
 */
final class PublishingRound {

	private static final int KEYS = 64;

	private static final int PER_POISON = 2500;

	private static final int PER_FAILURE = 100;

	private final long begin = System.nanoTime();

	private final Map<Workload, Long> published = new EnumMap<>(Workload.class);

	private final AtomicLong count = new AtomicLong();

	private final int number;

	private final String writer;

	private final Map<Workload, Integer> rates;

	private final Random random;

	private final PublishingJournal journal;

	PublishingRound(int number, Map<Workload, Integer> rates, Path campaign, String writer, Random random) {
		this.number = number;
		this.rates = rates;
		this.writer = writer;
		this.random = random;
		this.journal = new PublishingJournal(campaign, number, writer);
	}

	int number() {
		return this.number;
	}

	PublishingJournal journal() {
		return this.journal;
	}

	/**
	 * Publish what is due. What could not be published in time during an outage is not
	 * made up for: an outage is no reason for a flood.
	 * @param goesOn whether the round goes on
	 */
	void publishDue(PublishingWay way, BooleanSupplier goesOn) {
		double elapsed = (System.nanoTime() - this.begin) / 1e9;
		this.rates.forEach((workload, rate) -> {
			long due = (long) (elapsed * rate) + 1;
			long from = Math.max(this.published.getOrDefault(workload, 0L), due - rate);
			List<Load> loads = new ArrayList<>();
			for (long index = from; index < due; index++) {
				loads.add(next(kind()));
			}
			if (!loads.isEmpty()) {
				way.publish(this.journal, workload, loads, goesOn);
			}
			this.published.put(workload, due);
		});
	}

	/**
	 * Make an event of this round.
	 */
	Load next(Kind kind) {
		return new Load(this.number, this.writer, this.count.getAndIncrement(), "k" + this.random.nextInt(KEYS),
				System.nanoTime(), kind);
	}

	private Kind kind() {
		if (this.random.nextInt(PER_POISON) == 0) {
			return Kind.POISON;
		}
		return (this.random.nextInt(PER_FAILURE) == 0) ? Kind.FAILS_ONCE : Kind.GOOD;
	}

}
