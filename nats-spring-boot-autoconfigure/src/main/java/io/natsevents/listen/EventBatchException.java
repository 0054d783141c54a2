package io.natsevents.listen;

/**
 * Says which event of a batch failed: those before it are acknowledged, it counts as
 * failed, and those behind it are delivered again.
 */
public class EventBatchException extends RuntimeException {

	private final int index;

	/**
	 * Create the exception.
	 * @param index place of the failed event in the list, 0 for the first
	 * @param cause why it failed
	 */
	public EventBatchException(int index, Throwable cause) {
		super("Event " + index + " of the batch failed: " + cause.getMessage(), cause);
		this.index = index;
	}

	/**
	 * Place of the failed event in the list.
	 * @return 0 for the first
	 */
	public int getIndex() {
		return this.index;
	}

}
