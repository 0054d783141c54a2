package io.natsevents.publish;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * The highest event a stream has confirmed to this application, from which it is seen
 * that the stream went back.
 */
final class StreamHeight {

	private final String stream;

	private volatile Era era = new Era(null);

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
	 * @param event the event
	 * @param sentIn the era in which it was first sent, or {@code null} when its stream
	 * was not known then
	 * @param highestWhenSent the highest event when it was first sent
	 * @return the highest sequence the stream had confirmed when it has gone back since,
	 * else 0
	 */
	long stored(ConfirmedEvent event, @Nullable Era sentIn, @Nullable ConfirmedEvent highestWhenSent) {
		Era current = this.era;
		if (sentIn == current && !event.isAbove(highestWhenSent)) {
			return goBack(current, event) ? current.height() : 0;
		}
		current.raise(event);
		return 0;
	}

	/**
	 * Of all events that are in flight when the stream goes back, one begins the next
	 * era.
	 */
	private synchronized boolean goBack(Era judged, ConfirmedEvent event) {
		boolean first = this.era == judged;
		if (first) {
			this.era = new Era(event);
		}
		else {
			this.era.raise(event);
		}
		return first;
	}

	private synchronized boolean lost(ConfirmedEvent lost, Era confirmedIn) {
		if (this.era != confirmedIn) {
			return false;
		}
		ConfirmedEvent highest = confirmedIn.highest();
		// What was confirmed above it since is there
		this.era = new Era((highest != null && highest.isAbove(lost)) ? highest : null);
		return true;
	}

	/**
	 * A time in which the stream does not go back.
	 */
	final class Era {

		private final AtomicReference<@Nullable ConfirmedEvent> highest;

		private Era(@Nullable ConfirmedEvent highest) {
			this.highest = new AtomicReference<>(highest);
		}

		String stream() {
			return StreamHeight.this.stream;
		}

		/**
		 * Whether nobody has noticed yet that the stream went back.
		 */
		boolean isPresent() {
			return StreamHeight.this.era == this;
		}

		/**
		 * Take note that the stream does not have an event any more that it confirmed in
		 * this era, but may have another one in its place.
		 * @return whether that the stream went back is news
		 */
		boolean lost(ConfirmedEvent event) {
			return StreamHeight.this.lost(event, this);
		}

		/**
		 * The highest event, or {@code null} when none was confirmed.
		 */
		@Nullable ConfirmedEvent highest() {
			return this.highest.get();
		}

		long height() {
			ConfirmedEvent known = this.highest.get();
			return (known != null) ? known.sequence() : 0;
		}

		private void raise(ConfirmedEvent event) {
			ConfirmedEvent known = this.highest.get();
			while (event.isAbove(known) && !this.highest.compareAndSet(known, event)) {
				known = this.highest.get();
			}
		}

	}

}
