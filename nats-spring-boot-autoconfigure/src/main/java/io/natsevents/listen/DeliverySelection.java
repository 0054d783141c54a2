package io.natsevents.listen;

import java.util.function.Predicate;

import io.nats.client.Message;

/**
 * Which messages of its consumer a container takes, and how fast.
 *
 * @param pace how many may be asked for
 * @param wanted which of those that arrive are handled; the others are acknowledged
 */
record DeliverySelection(PullPace pace, Predicate<Message> wanted) {

	/** All of them, as fast as they can be handled. */
	static final DeliverySelection ALL = new DeliverySelection(PullPace.UNLIMITED, (message) -> true);

}
