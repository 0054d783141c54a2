package io.natsevents.replay;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells which replays nobody runs. By this instance's clock only, since those of others
 * may differ: who has not given a sign of life for long enough while this looked on is
 * gone.
 */
final class LeaseWatch {

	private final long takeOverAfterNanos;

	private final Map<String, Seen> seen = new HashMap<>();

	LeaseWatch(long takeOverAfterNanos) {
		this.takeOverAfterNanos = takeOverAfterNanos;
	}

	/**
	 * Judge what was found.
	 * @param replay id of the replay
	 * @param found who runs it
	 * @param now the time in nanoseconds, from any origin
	 * @return whether it is free
	 */
	boolean isFree(String replay, ReplayLease.Found found, long now) {
		if (found.holder() == null && found.sequence() > 0) {
			return true;
		}
		// Without a record, too: whoever runs it writes a new one soon
		Seen before = this.seen.get(replay);
		if (before == null || before.sequence() != found.sequence()) {
			this.seen.put(replay, new Seen(found.sequence(), now));
			return false;
		}
		return now - before.since() >= this.takeOverAfterNanos;
	}

	/**
	 * Forget all others.
	 */
	void keep(Collection<String> replays) {
		this.seen.keySet().retainAll(replays);
	}

	private record Seen(long sequence, long since) {
	}

}
