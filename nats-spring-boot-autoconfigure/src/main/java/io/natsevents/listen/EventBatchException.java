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

	/**
	 * Where a failure happened.
	 * @return place in a list of the given size, or -1 when it does not say
	 */
	static int placeOf(Throwable failure, int size) {
		boolean located = failure instanceof EventBatchException batch && batch.index >= 0 && batch.index < size;
		return located ? ((EventBatchException) failure).index : -1;
	}

	/**
	 * The same failure in a list in which the event has this place.
	 */
	static EventBatchException at(int place, Throwable failure) {
		Throwable cause = (failure instanceof EventBatchException) ? failure.getCause() : null;
		return new EventBatchException(place, (cause != null) ? cause : failure);
	}

}
