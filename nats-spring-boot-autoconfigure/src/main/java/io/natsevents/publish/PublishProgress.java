package io.natsevents.publish;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How far the publishing of one event has come, and what is to be done next.
 * <p>
 * An attempt lasts as long as the settings say; inside it the event is sent again
 * whenever nobody was there to take it. Attempts are followed by a pause. An event that
 * waits may be repeated, to find out whether the server is back. The return of a lost
 * connection ends every wait. All times are nanoseconds since the call began. Not
 * thread-safe.
 */
final class PublishProgress {

	/**
	 * A cluster elects a leader for seconds; the event is offered again this often.
	 */
	static final long RESEND_NANOS = Duration.ofMillis(250).toNanos();

	/**
	 * What was sent to a leader that has died since gets no answer; the next leader takes
	 * it when it is sent once more, and knows if it is there already. An event is
	 * repeated this often, if it is allowed to.
	 */
	static final long REPEAT_NANOS = Duration.ofMillis(500).toNanos();

	private static final long NEVER = Long.MAX_VALUE;

	private final long timeout;

	private final PublishRetry retry;

	private final DoubleSupplier random;

	private final long deadline;

	private int attempt = 1;

	private boolean pausing;

	private long attemptEnds;

	private long resumeAt;

	private long sendAt;

	private boolean awaited;

	private int unanswered;

	/**
	 * What is to be done now.
	 */
	enum Step {

		/** Nothing. */
		WAIT,

		/** Send the event. */
		SEND,

		/**
		 * Send the event once more, ahead of its time, to find out whether the server is
		 * back.
		 */
		REPEAT,

		/** Report the failure. */
		GIVE_UP

	}

	PublishProgress(Duration timeout, PublishRetry retry, DoubleSupplier random) {
		this.timeout = timeout.toNanos();
		this.retry = retry;
		this.random = random;
		this.deadline = retry.maxDuration().toNanos();
		this.attemptEnds = this.timeout;
	}

	/**
	 * What is to be done.
	 * @param now the time
	 * @param mayRepeat whether an event that waits for its answer or for the end of its
	 * pause may be sent once more
	 * @return the next step
	 */
	Step next(long now, boolean mayRepeat) {
		if (now >= this.deadline) {
			return Step.GIVE_UP;
		}
		if (!this.pausing && now >= this.attemptEnds) {
			if (this.attempt > this.retry.maxRetries()) {
				return Step.GIVE_UP;
			}
			this.pausing = true;
			this.resumeAt = now + this.retry.pauseBefore(this.attempt, this.random.getAsDouble()).toNanos();
		}
		if (this.pausing && now >= this.resumeAt) {
			this.pausing = false;
			this.attempt++;
			this.attemptEnds = now + this.timeout;
			this.sendAt = now;
			this.awaited = false;
		}
		if (now < this.sendAt) {
			return Step.WAIT;
		}
		if (this.pausing || this.awaited) {
			return mayRepeat ? Step.REPEAT : Step.WAIT;
		}
		return Step.SEND;
	}

	void sent(long now) {
		this.sendAt = now + REPEAT_NANOS;
		this.awaited = true;
		this.unanswered++;
	}

	/**
	 * What was booked as sent certainly did not reach a stream.
	 */
	void notTaken(long now) {
		this.unanswered--;
		this.sendAt = now + RESEND_NANOS;
		this.awaited = false;
	}

	/**
	 * The server is there and says no, so there is nothing to find out by a repetition.
	 */
	void refusedForNow(long now) {
		this.unanswered--;
		this.attemptEnds = now;
		this.sendAt = NEVER;
	}

	void connectionReady(long now) {
		this.resumeAt = now;
		this.sendAt = now;
		this.awaited = false;
	}

	/**
	 * Which attempt is under way, 1 for the first.
	 */
	int attempt() {
		return this.attempt;
	}

	/**
	 * Whether the event may be stored although no answer said so.
	 */
	boolean isOutcomeUnknown() {
		return this.unanswered > 0;
	}

}
