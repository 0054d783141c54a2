package io.natsevents.listen;

/**
 * Whether other instances pull from the same consumer. The server counts requests that
 * wait and does not say whose they are, so those that this instance has abandoned look
 * like those of another. Not thread-safe.
 */
final class OtherInstances {

	private boolean seen;

	/**
	 * How many requests of others wait. While some of this instance may be among those
	 * that wait, it is what was last certain that counts.
	 * @param waiting how many requests wait; none of them is one this instance knows to
	 * be outstanding
	 * @param abandoned how many of them may be ones that this instance has abandoned
	 */
	long requests(long waiting, int abandoned) {
		if (abandoned == 0) {
			this.seen = waiting > 0;
		}
		return this.seen ? waiting : Math.max(0, waiting - abandoned);
	}

}
