package io.natsevents.listen;

import java.time.Duration;

/**
 * Keeps events in this instance that are to be handled once more, instead of having the
 * server deliver them again.
 */
interface EventKeeping {

	/** Keeps nothing: the server delivers again what is to be handled once more. */
	EventKeeping NONE = new EventKeeping() {

		@Override
		public boolean isHeld(Delivery delivery) {
			return false;
		}

		@Override
		public boolean wasSettled(Delivery delivery) {
			return false;
		}

		@Override
		public boolean keep(Delivery delivery, Duration delay, boolean tried) {
			return false;
		}

		@Override
		public void over(Delivery delivery, boolean settled) {
		}

	};

	/**
	 * Whether another delivery of the same event is held here and not acknowledged, which
	 * takes note of this one.
	 */
	boolean isHeld(Delivery delivery);

	/**
	 * Whether an earlier delivery of the same event was settled here, or is being
	 * acknowledged, as far as that is remembered.
	 */
	boolean wasSettled(Delivery delivery);

	/**
	 * Keep an event and have it handled again. The delivery is over; another takes its
	 * place.
	 * @param delay after which it is handled
	 * @param tried whether it was handled and failed, which counts as a delivery
	 * @return {@code false} when it cannot be kept and the server has to deliver it again
	 */
	boolean keep(Delivery delivery, Duration delay, boolean tried);

	/**
	 * A delivery is not kept any more.
	 * @param settled whether its event is done with; otherwise it is delivered again
	 */
	void over(Delivery delivery, boolean settled);

}
