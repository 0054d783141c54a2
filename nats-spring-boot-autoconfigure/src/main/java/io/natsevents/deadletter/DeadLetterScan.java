package io.natsevents.deadletter;

import java.util.List;

import io.natsevents.connection.StoredMessage;

/**
 * Goes through entries in the order in which they were stored, a few at a time: they may
 * be large. For one thread.
 */
final class DeadLetterScan {

	private final DeadLetterStore store;

	private final DirectReading direct;

	private final String filter;

	private long next;

	DeadLetterScan(DeadLetterStore store, DirectReading direct, String filter, long from) {
		this.store = store;
		this.direct = direct;
		this.filter = filter;
		this.next = Math.max(1, from);
	}

	/**
	 * Read the next entries.
	 * @param most how many at most
	 * @return at least one, unless there are no more
	 * @throws DeadLettersUnavailableException when the server cannot be asked
	 */
	List<StoredMessage> next(int most) {
		List<StoredMessage> entries = this.direct.next(this.filter, this.next, most);
		if (entries.isEmpty()) {
			entries = ofLeader();
		}
		if (!entries.isEmpty()) {
			this.next = entries.get(entries.size() - 1).sequence() + 1;
		}
		return entries;
	}

	/**
	 * That nothing follows is for the leader to say: others may be behind.
	 */
	private List<StoredMessage> ofLeader() {
		StoredMessage entry = this.store.next(this.filter, this.next);
		return (entry != null) ? List.of(entry) : List.of();
	}

}
