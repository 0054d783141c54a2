package io.natsevents.replay;

/**
 * A range of a stream.
 *
 * @param first sequence of its first event
 * @param last sequence of its last event; less than the first when there is none
 */
public record ReplayRange(long first, long last) {

	/**
	 * Whether there is nothing in it.
	 * @return {@code true} when it ends before it begins
	 */
	public boolean isEmpty() {
		return this.last < this.first;
	}

	@Override
	public String toString() {
		return isEmpty() ? "nothing" : this.first + " to " + this.last;
	}

}
