package io.natsevents.listen;

import org.jspecify.annotations.Nullable;

/**
 * What a container has in common with the others of its listener. Mostly there are no
 * others.
 */
interface ContainerGroup {

	/** Of a container that is a listener of its own. */
	ContainerGroup ALONE = new ContainerGroup() {
	};

	/**
	 * What makes the name of the container differ from that of its listener.
	 */
	default String suffix() {
		return "";
	}

	/**
	 * What finds out when an outage is over, from one start to the next stop.
	 */
	default OutageProbe probe() {
		return new OutageProbe();
	}

	/**
	 * For how long no handler has been free for any of them.
	 * @return nanoseconds, or 0 when one is free or each has handlers of its own
	 */
	default long busyNanos() {
		return 0;
	}

	/**
	 * Whether events may wait here because handlers are busy with those of others, while
	 * another instance could handle them.
	 */
	default boolean sharesHandlers() {
		return false;
	}

	/**
	 * Whose turn it is to look at its consumer.
	 * @return {@code null} when the container looks when it likes to
	 */
	default @Nullable ObservationTurns observationTurns() {
		return null;
	}

	/**
	 * Which messages of its consumer the container takes, and how fast.
	 */
	default DeliverySelection selection() {
		return DeliverySelection.ALL;
	}

	/**
	 * The container has been started.
	 */
	default void started(ListenerEndpoint endpoint) {
		ListenerContainer.logger.info("Listener " + endpoint.id() + " handles " + endpoint.subjects() + " of stream "
				+ endpoint.stream() + " as durable " + endpoint.durable());
	}

	/**
	 * The phase of the container has changed.
	 * @return {@code false} when it should say so itself
	 */
	default boolean hasChanged() {
		return false;
	}

	/**
	 * The container stops and has no event left that its handlers have not begun.
	 */
	default void withdrawn() {
	}

	/**
	 * The container has failed, and none of its listener must go on.
	 */
	default void failed(Throwable failure) {
	}

}
