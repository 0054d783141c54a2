package io.natsevents.listen;

import java.time.ZonedDateTime;

import org.jspecify.annotations.Nullable;

/**
 * Counts how often others have made a consumer anew. One that was created again here goes
 * on where it had come to, so it counts as the same. May be used by several threads.
 */
final class ConsumerRenewals {

	private @Nullable ZonedDateTime noticed;

	private @Nullable ZonedDateTime createdHere;

	private int count;

	/**
	 * It was created again here.
	 * @param creation when, as the server tells it
	 */
	synchronized void createdHere(ZonedDateTime creation) {
		this.createdHere = creation;
	}

	/**
	 * It was seen on the server.
	 * @param creation when it was created
	 */
	synchronized void notice(ZonedDateTime creation) {
		if (!creation.equals(this.noticed) && !creation.equals(this.createdHere)) {
			this.count++;
		}
		this.noticed = creation;
	}

	/**
	 * How often it was new when it was seen, the first time included.
	 */
	synchronized int count() {
		return this.count;
	}

}
