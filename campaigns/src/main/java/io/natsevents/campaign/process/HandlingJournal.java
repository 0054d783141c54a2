package io.natsevents.campaign.process;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

import io.natsevents.campaign.load.Load;
import io.natsevents.campaign.load.Workload;
import io.natsevents.listen.DeliveryContext;
import org.jspecify.annotations.Nullable;

/**
 * What a process writes down of its handlers, in the round of the event: a line as one
 * begins, and one as it ends.
 */
final class HandlingJournal {

	private int round;

	private @Nullable Lines lines;

	private final AtomicLong count = new AtomicLong();

	private final Path campaign;

	private final String instance;

	/**
	 * Create a journal.
	 * @param campaign directory of the campaign
	 * @param instance the life of the process
	 */
	HandlingJournal(Path campaign, String instance) {
		this.campaign = campaign;
		this.instance = instance;
	}

	/**
	 * A handler begins.
	 * @return names this run of it
	 */
	long begin(Workload workload, Load load, DeliveryContext context) {
		long run = this.count.incrementAndGet();
		add(load, "begin %d %d %d %s %d %d %s".formatted(run, System.nanoTime(), System.currentTimeMillis(), workload,
				context.sequence(), context.deliveryCount(), load));
		return run;
	}

	void end(Load load, long run, boolean done) {
		add(load, "%s %d %d".formatted(done ? "done" : "failed", run, System.nanoTime()));
	}

	/**
	 * Only one round is open: in a long campaign there are many.
	 */
	private synchronized void add(Load load, String line) {
		Lines open = this.lines;
		if (open == null || this.round != load.round()) {
			if (open != null) {
				open.close();
			}
			this.round = load.round();
			open = new Lines(
					RoundDirectory.of(this.campaign, this.round).resolve(this.instance + RoundDirectory.HANDLING));
			this.lines = open;
		}
		open.add(line);
	}

}
