package io.natsevents.listen;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Hands waiting deliveries to handlers, some at a time, in the order its listener asks
 * for.
 */
interface DeliveryWorkers {

	/**
	 * Have a delivery worked on as soon as it is its turn.
	 * @return {@code false} when it will not be: the workers have stopped, or get no
	 * thread. It is the caller's again
	 */
	boolean submit(Delivery delivery);

	/**
	 * Take back some of those that wait.
	 * @param withdrawn which
	 * @return those that were waiting; they are the caller's again
	 */
	default List<Delivery> withdraw(Predicate<Delivery> withdrawn) {
		return List.of();
	}

	/**
	 * Take no more deliveries, and start only some of those that wait.
	 * @param started which are started all the same
	 * @return those that were waiting and are not started any more
	 */
	List<Delivery> stop(Predicate<Delivery> started);

	boolean isStopped();

	/**
	 * Wait until no worker is busy.
	 * @return {@code false} when some still are after the limit
	 */
	boolean awaitIdle(Duration limit);

	/**
	 * For how long all workers have been busy with what they have now.
	 * @return nanoseconds, or 0 when one is idle
	 */
	long allBusyNanos();

	/**
	 * Visit all deliveries that wait or are worked on.
	 */
	void forEach(Consumer<Delivery> action);

}
