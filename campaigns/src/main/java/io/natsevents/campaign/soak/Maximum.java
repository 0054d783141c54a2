package io.natsevents.campaign.soak;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.load.Workload;
import io.natsevents.campaign.process.Status;

/**
 * Finds out how much a bus takes: at which rate the publishers publish as much as they
 * are told, and the listeners handle it.
 */
public final class Maximum {

	private static final long RAMP_MILLIS = 1000;

	private static final int LOOKS = 8;

	private static final long LOOK_MILLIS = 250;

	/** What a publisher does not publish of what it is told is within this. */
	private static final double ENOUGH = 0.95;

	/** As many as are published in half a second may wait. */
	private static final double WAITING_SECONDS = 0.5;

	private final Bus bus;

	private final IntSupplier rounds;

	/**
	 * Prepare to measure.
	 * @param bus nothing is published to it
	 * @param rounds numbers of rounds that nobody uses
	 */
	public Maximum(Bus bus, IntSupplier rounds) {
		this.bus = bus;
		this.rounds = rounds;
	}

	/**
	 * Find the highest rate, to about a tenth. Nothing is published afterwards.
	 * @param shares what part of it each workload has
	 * @param first the rate to try first
	 * @return events per second of each workload
	 */
	public List<Integer> find(List<Integer> shares, long first) throws Exception {
		RateSearch search = new RateSearch(first);
		for (OptionalLong next = search.next(); next.isPresent(); next = search.next()) {
			List<Integer> rates = divide(next.getAsLong(), shares);
			// Once may be bad luck
			search.tried(isKeptUpWith(rates) || isKeptUpWith(rates));
		}
		this.bus.rest();
		return divide(search.highest(), shares);
	}

	/**
	 * Divide a rate.
	 * @param rate events per second
	 * @param shares what part of it each workload has
	 */
	public static List<Integer> divide(long rate, List<Integer> shares) {
		int sum = shares.stream().mapToInt(Integer::intValue).sum();
		return shares.stream().map((share) -> (int) (rate * share / sum)).toList();
	}

	private boolean isKeptUpWith(List<Integer> rates) throws Exception {
		int rate = rates.stream().mapToInt(Integer::intValue).sum();
		this.bus.begin(this.rounds.getAsInt(), rates);
		TimeUnit.MILLISECONDS.sleep(RAMP_MILLIS);
		List<Status> before = statuses();
		long waiting = Long.MAX_VALUE;
		for (int look = 0; look < LOOKS; look++) {
			TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
			waiting = (look < LOOKS / 2) ? waiting : Math.min(waiting, unsettled());
		}
		boolean keptUp = published(before, statuses()) >= ENOUGH * rate && waiting <= WAITING_SECONDS * rate;
		if (!keptUp) {
			this.bus.rest();
		}
		return keptUp;
	}

	private List<Status> statuses() {
		return this.bus.publishers().stream().map((member) -> member.status().orElseThrow()).toList();
	}

	private static double published(List<Status> before, List<Status> after) {
		double perSecond = 0;
		for (int index = 0; index < before.size(); index++) {
			double nanos = after.get(index).nanos() - before.get(index).nanos();
			perSecond += (after.get(index).done() - before.get(index).done()) / nanos * TimeUnit.SECONDS.toNanos(1);
		}
		return perSecond;
	}

	private long unsettled() throws Exception {
		long count = 0;
		for (Workload each : Workload.values()) {
			Claims claims = Claims.of(this.bus, each);
			count += claims.waiting() + claims.claimed();
		}
		return count;
	}

}
