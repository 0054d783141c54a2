package io.natsevents.campaign.fault;

import java.util.random.RandomGenerator;

import io.natsevents.support.hostile.HostileMessage;
import io.natsevents.support.hostile.HostileMessages;
import io.natsevents.support.hostile.HostileTarget;
import org.jspecify.annotations.Nullable;

/**
 * A thousand hostile messages with a good one after every twentieth, and one for each
 * listener at the end. May be used by several threads.
 */
final class HostileStream {

	private static final int COUNT = 1000;

	private static final int BLOCK = 20;

	private final HostileMessages messages;

	private int hostile;

	private int good;

	/**
	 * Create the messages.
	 * @param random decides what they are
	 * @param secret stands in each of them
	 * @param maxPayload the largest the server takes, in bytes
	 */
	HostileStream(RandomGenerator random, String secret, int maxPayload) {
		this.messages = new HostileMessages(random, secret, maxPayload);
	}

	/**
	 * The next one.
	 * @return {@code null} behind the last one
	 */
	synchronized @Nullable Entry next() {
		HostileTarget[] targets = HostileTarget.values();
		long number = this.hostile + this.good;
		boolean blockDone = this.good < this.hostile / BLOCK;
		if (this.hostile == COUNT && this.good == COUNT / BLOCK + targets.length) {
			return null;
		}
		if (blockDone || this.hostile == COUNT) {
			return new Entry(number, this.messages.good(number, targets[this.good++ % targets.length]), true);
		}
		this.hostile++;
		return new Entry(number, this.messages.next(number), false);
	}

	/**
	 * A message and its place.
	 *
	 * @param number counts all messages, from 0
	 * @param message the message
	 * @param good whether it is an event to be handled
	 */
	record Entry(long number, HostileMessage message, boolean good) {
	}

}
