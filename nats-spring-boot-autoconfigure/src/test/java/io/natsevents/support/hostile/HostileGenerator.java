package io.natsevents.support.hostile;

import java.util.random.RandomGenerator;

/**
 * Makes messages of one kind.
 */
@FunctionalInterface
interface HostileGenerator {

	/**
	 * Make a message.
	 * @param form an event that could be handled
	 * @param random decides what is left open
	 * @return the message, not yet named by its category
	 */
	Draft next(EventForm form, RandomGenerator random);

	/**
	 * Choose one of several.
	 */
	@SafeVarargs
	static <T> T one(RandomGenerator random, T... choices) {
		return choices[random.nextInt(choices.length)];
	}

}
