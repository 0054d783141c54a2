package io.natsevents.publish;

import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * The highest sequence a stream has confirmed to this application, from which it is seen
 * that the stream went back.
 */
final class StreamHeight {

	private final String stream;

	private volatile Era era = new Era(0);

	StreamHeight(String stream) {
		this.stream = stream;
	}

	String stream() {
		return this.stream;
	}

	/**
	 * The time in which an event that is sent now will be judged.
	 */
	Era era() {
		return this.era;
	}

	/**
	 * Take note of an event that was stored.
	 * @param sequence where
	 * @param sentIn the era in which it was first sent, or {@code null} when its stream
	 * was not known then
	 * @param heightWhenSent the height when it was first sent
	 * @return the highest sequence the stream had confirmed when it has gone back since,
	 * else 0
	 */
	long stored(long sequence, @Nullable Era sentIn, long heightWhenSent) {
		Era current = this.era;
		if (sentIn == current && sequence <= heightWhenSent) {
			return goBack(current, sequence) ? current.height() : 0;
		}
		current.raise(sequence);
		return 0;
	}

	/**
	 * Of all events that are in flight when the stream goes back, one begins the next
	 * era.
	 */
	private synchronized boolean goBack(Era judged, long sequence) {
		boolean first = this.era == judged;
		if (first) {
			this.era = new Era(sequence);
		}
		else {
			this.era.raise(sequence);
		}
		return first;
	}

	/**
	 * A time in which the stream does not go back.
	 */
	static final class Era {

		private final AtomicLong height;

		private Era(long height) {
			this.height = new AtomicLong(height);
		}

		long height() {
			return this.height.get();
		}

		private void raise(long sequence) {
			long known = this.height.get();
			while (sequence > known && !this.height.compareAndSet(known, sequence)) {
				known = this.height.get();
			}
		}

	}

}
