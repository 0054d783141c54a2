package io.natsevents.campaign.soak;

import java.util.OptionalLong;

/**
 * Looks for the highest rate that is kept up with: doubles it until one is too high, then
 * narrows the gap.
 */
final class RateSearch {

	private static final double NEAR = 1.1;

	private static final long LOWEST = 10;

	private long kept;

	private long missed = Long.MAX_VALUE;

	private long next;

	/**
	 * Begin a search.
	 * @param first the rate to try first
	 */
	RateSearch(long first) {
		this.next = first;
	}

	/**
	 * The rate to try next.
	 * @return empty when the highest is known to a tenth
	 */
	OptionalLong next() {
		boolean near = this.missed <= Math.max(LOWEST, this.kept * NEAR);
		return near ? OptionalLong.empty() : OptionalLong.of(this.next);
	}

	/**
	 * Tell what came of the rate to try next.
	 */
	void tried(boolean keptUp) {
		if (keptUp) {
			this.kept = this.next;
		}
		else {
			this.missed = this.next;
		}
		if (this.missed == Long.MAX_VALUE) {
			this.next = 2 * this.kept;
		}
		else {
			this.next = (this.kept == 0) ? this.missed / 2 : Math.round(Math.sqrt((double) this.kept * this.missed));
		}
	}

	/**
	 * The highest rate so far that was kept up with.
	 */
	long highest() {
		return this.kept;
	}

}
