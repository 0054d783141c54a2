package io.natsevents.campaign.soak;

/**
 * What is looked at, and by how much it may grow.
 */
enum Measure {

	/** Kilobytes in use after a collection of garbage. */
	HEAP("heap after GC, KB", 4096, 0.1),

	/** Threads of the process. */
	THREADS("threads", 2, 0),

	/** Open file descriptors of the process. */
	FILES("file descriptors", 2, 0),

	/** Events that the listeners of a process hold. */
	IN_FLIGHT("events in flight", 50, 0.5),

	/** Events that are delivered and not settled. */
	CLAIMS("claims", 50, 0.5);

	private final String title;

	private final long allowed;

	private final double share;

	Measure(String title, long allowed, double share) {
		this.title = title;
		this.allowed = allowed;
		this.share = share;
	}

	/**
	 * What it is called in the table.
	 */
	String title() {
		return this.title;
	}

	/**
	 * By how much it may grow.
	 * @param first what it was at first
	 */
	double allowed(double first) {
		return Math.max(this.allowed, this.share * first);
	}

}
