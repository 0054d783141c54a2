package io.natsevents.listen;

/**
 * A listener while it is given events once more.
 */
public final class ReplayRun {

	private final ListenerContainer container;

	ReplayRun(ListenerContainer container) {
		this.container = container;
	}

	/**
	 * Begin to pull and to handle.
	 * @throws RuntimeException when its consumer is not there, or not as it should be
	 */
	public void start() {
		this.container.start();
	}

	/**
	 * What it is doing.
	 * @return the state now
	 */
	public ListenerState state() {
		return this.container.state();
	}

	/**
	 * How many unsettled events it holds.
	 * @return the number now
	 */
	public int inFlight() {
		return this.container.inFlight();
	}

	/**
	 * Stop: give back what has not been started, and wait for running handlers, for the
	 * listener's {@code shutdown-timeout} at most.
	 */
	public void stop() {
		this.container.stop();
	}

}
