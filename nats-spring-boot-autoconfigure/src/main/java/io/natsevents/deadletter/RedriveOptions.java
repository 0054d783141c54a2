package io.natsevents.deadletter;

/**
 * How dead letters are redriven. Immutable.
 *
 * @param dryRun whether nothing is to be changed and no handler called, only told what
 * would be
 * @param ratePerSecond how many events to run per second at most, or 0 for no limit
 * @param force whether events that were parked as {@link DeadLetterReason#PROCESS_DIED}
 * are run as well, each alone in this JVM, which may die of it
 */
public record RedriveOptions(boolean dryRun, double ratePerSecond, boolean force) {

	/**
	 * For real, without a limit, and without what killed a process.
	 */
	public static final RedriveOptions DEFAULT = new RedriveOptions(false, 0, false);

	public RedriveOptions {
		if (!(ratePerSecond >= 0) || Double.isInfinite(ratePerSecond)) {
			throw new IllegalArgumentException("ratePerSecond must be 0 or more but is " + ratePerSecond);
		}
	}

	/**
	 * The same as a dry run.
	 * @return other options
	 */
	public RedriveOptions asDryRun() {
		return new RedriveOptions(true, this.ratePerSecond, this.force);
	}

	/**
	 * The same with a limit.
	 * @param events how many events to run per second at most
	 * @return other options
	 */
	public RedriveOptions atMostPerSecond(double events) {
		return new RedriveOptions(this.dryRun, events, this.force);
	}

	/**
	 * The same, also for what was parked as {@link DeadLetterReason#PROCESS_DIED}.
	 * @return other options
	 */
	public RedriveOptions forced() {
		return new RedriveOptions(this.dryRun, this.ratePerSecond, true);
	}

}
