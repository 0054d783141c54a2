package io.natsevents.listen;

import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;

import io.natsevents.deadletter.DeadLetterId;
import io.natsevents.deadletter.DeadLetterTrials;
import io.natsevents.deadletter.TrialException;
import org.jspecify.annotations.Nullable;

/**
 * Begins lone runs of a listener: takes the only turn, and has it recorded.
 */
final class LoneRunGate {

	private final HandlingTurns turns;

	private final DeadLetterTrials trials;

	private final ScheduledExecutorService scheduler;

	private final Duration ackWait;

	private final Set<LoneRun> running = ConcurrentHashMap.newKeySet();

	private final Set<Thread> waiting = new HashSet<>();

	private volatile boolean stopped;

	/**
	 * Create the gate.
	 * @param turns the turns of all handlers
	 * @param trials records lone runs
	 * @param scheduler ends turns that last too long
	 * @param ackWait how long to wait for the only turn, and how long it may last
	 */
	LoneRunGate(HandlingTurns turns, DeadLetterTrials trials, ScheduledExecutorService scheduler, Duration ackWait) {
		this.turns = turns;
		this.trials = trials;
		this.scheduler = scheduler;
		this.ackWait = ackWait;
	}

	HandlingTurns turns() {
		return this.turns;
	}

	DeadLetterTrials trials() {
		return this.trials;
	}

	boolean isStopped() {
		return this.stopped;
	}

	/**
	 * Begin a lone run.
	 * @param event the event
	 * @param overdue is told when the others may go on although it has not ended
	 * @return what came of it
	 */
	Start begin(DeadLetterId event, Runnable overdue) {
		OnlyTurn turn = null;
		boolean begun = false;
		try {
			this.trials.requirePossible(event);
			turn = take(overdue);
			if (turn == null) {
				return new Missed(this.stopped ? Duration.ZERO : this.turns.pause(), this.turns.shared());
			}
			// It is the turn that makes it alone: a process that dies before counts for
			// nobody
			OptionalInt number = this.trials.begin(event);
			if (number.isEmpty()) {
				return new Exhausted();
			}
			LoneRun run = new LoneRun(turn, () -> this.trials.end(event, number.getAsInt()));
			this.running.removeIf(LoneRun::isEnded);
			this.running.add(run);
			begun = true;
			if (this.stopped) {
				// Those that go on may have been ended before this was one of them
				run.end();
				return new Missed(Duration.ZERO, this.turns.shared());
			}
			return new Begun(run, number.getAsInt());
		}
		catch (TrialException ex) {
			return new Refused(ex);
		}
		finally {
			if (turn != null && !begun) {
				turn.end();
			}
		}
	}

	private @Nullable OnlyTurn take(Runnable overdue) {
		synchronized (this.waiting) {
			if (this.stopped) {
				return null;
			}
			this.waiting.add(Thread.currentThread());
		}
		try {
			return this.turns.takeOnly(this.ackWait, this.ackWait, this.scheduler, overdue);
		}
		catch (InterruptedException | RejectedExecutionException ex) {
			// The listener stops, or its threads are closed
			return null;
		}
		finally {
			synchronized (this.waiting) {
				this.waiting.remove(Thread.currentThread());
				// It was meant for the waiting
				Thread.interrupted();
			}
		}
	}

	/**
	 * Begin no more lone runs, and wait for none.
	 */
	void stop() {
		synchronized (this.waiting) {
			this.stopped = true;
			this.waiting.forEach(Thread::interrupt);
		}
	}

	/**
	 * End the lone runs that still go on: the process ends, and not by their doing.
	 */
	void endAll() {
		this.running.forEach(LoneRun::end);
	}

	/**
	 * What came of beginning a lone run.
	 */
	sealed interface Start {

	}

	/**
	 * The event may run.
	 *
	 * @param run to be ended
	 * @param number 1 for the first lone run of the event
	 */
	record Begun(LoneRun run, int number) implements Start {
	}

	/**
	 * The event has had all its lone runs, and none has ended.
	 */
	record Exhausted() implements Start {
	}

	/**
	 * Other handlers went on for too long, or the listener stops.
	 *
	 * @param pause when to try again
	 * @param others how many other handlers run
	 */
	record Missed(Duration pause, int others) implements Start {
	}

	/**
	 * It could not be recorded.
	 *
	 * @param refusal why not
	 */
	record Refused(TrialException refusal) implements Start {
	}

}
