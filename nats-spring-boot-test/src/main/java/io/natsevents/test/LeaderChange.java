package io.natsevents.test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Makes a leader step down and waits for the next one.
 *
 * @param what what is led
 * @param leader finds its leader
 * @param stepDown asks a node to let the leader step down; returns what went wrong
 */
record LeaderChange(String what, Supplier<NatsServer> leader, Function<NatsServer, @Nullable String> stepDown) {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	/** A leader may be elected again, if the others are not up to date. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/**
	 * Replaces the leader by another.
	 * @return the new leader
	 */
	NatsServer toAnother() {
		NatsServer before = this.leader.get();
		return changeUntil((now) -> now != before);
	}

	/**
	 * Replaces the leader until it is a certain one.
	 * @param target the wanted leader
	 */
	void to(NatsServer target) {
		if (this.leader.get() != target) {
			changeUntil((now) -> now == target);
		}
	}

	private NatsServer changeUntil(Predicate<NatsServer> wanted) {
		BoundedWait wait = new BoundedWait(LIMIT);
		while (true) {
			NatsServer before = this.leader.get();
			String problem = this.stepDown.apply(before);
			NatsServer now = (problem != null) ? before : leaderAfter(before);
			if (wanted.test(now)) {
				return now;
			}
			wait.next("The leader of %s did not change as asked".formatted(this.what), List
				.of("%s leads it".formatted(now), (problem != null) ? problem : "the server says it stepped down"));
		}
	}

	private NatsServer leaderAfter(NatsServer before) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		NatsServer now = this.leader.get();
		while (now == before && System.nanoTime() - deadline < 0) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
			now = this.leader.get();
		}
		return now;
	}

}
