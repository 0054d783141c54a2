package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Has the consumers of one listener looked at in turn, so that one that has many of them
 * asks the server no more often than several listeners would.
 * <p>
 * Each has its turn over and over; one with news has an early one. While there are many
 * with news every second turn is theirs.
 */
final class ObservationTurns {

	/** How often there is a turn. */
	static final Duration INTERVAL = Duration.ofMillis(250);

	/** How often each has one, while they are few. */
	private static final Duration EACH = Duration.ofSeconds(2);

	private final Deque<Runnable> rotation = new ArrayDeque<>();

	private final Set<Runnable> early = new LinkedHashSet<>();

	private long rotatedAt;

	private boolean earlyBefore;

	/**
	 * Begin.
	 * @param nanoTime the time in nanoseconds, from any origin
	 */
	ObservationTurns(long nanoTime) {
		this.rotatedAt = nanoTime;
	}

	synchronized void join(Runnable observation) {
		this.rotation.add(observation);
	}

	synchronized void leave(Runnable observation) {
		this.rotation.remove(observation);
		this.early.remove(observation);
	}

	/**
	 * There is news of a consumer.
	 */
	synchronized void soon(Runnable observation) {
		if (this.rotation.contains(observation)) {
			this.early.add(observation);
		}
	}

	/**
	 * Whose turn it is.
	 * @param nanoTime the time in nanoseconds, from the same origin
	 * @return {@code null} when nobody needs to be looked at now
	 */
	synchronized @Nullable Runnable next(long nanoTime) {
		boolean due = !this.rotation.isEmpty() && nanoTime - this.rotatedAt >= EACH.toNanos() / this.rotation.size();
		if (!this.early.isEmpty() && !(due && this.earlyBefore)) {
			this.earlyBefore = true;
			Runnable first = this.early.iterator().next();
			this.early.remove(first);
			return first;
		}
		this.earlyBefore = false;
		if (!due) {
			return null;
		}
		this.rotatedAt = nanoTime;
		Runnable first = this.rotation.removeFirst();
		this.rotation.addLast(first);
		this.early.remove(first);
		return first;
	}

}
