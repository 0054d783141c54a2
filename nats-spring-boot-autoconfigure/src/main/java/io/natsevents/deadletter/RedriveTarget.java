package io.natsevents.deadletter;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The listeners of this application, as far as they take events once more that were given
 * up.
 */
public interface RedriveTarget {

	/**
	 * Whether this application has the listener of a durable consumer.
	 * @param stream name of the stream
	 * @param durable name of the durable consumer
	 * @return {@code true} when {@link #run} can be called for it
	 */
	boolean hasListener(String stream, String durable);

	/**
	 * Run an event through its listener, once, and wait until it is handled. Nothing is
	 * retried, and the server is told nothing.
	 * @param event the event
	 * @param limit how long its handler may take, from now on
	 * @return what came of it
	 * @throws InterruptedException when this thread is interrupted while it waits; the
	 * handler may still be running
	 */
	RedriveOutcome run(RedrivenEvent event, Duration limit) throws InterruptedException;

	/**
	 * What came of an event that was handled once more.
	 */
	sealed interface RedriveOutcome {

	}

	/**
	 * It is handled.
	 */
	record Handled() implements RedriveOutcome {
	}

	/**
	 * It failed, and is to stay a dead letter.
	 *
	 * @param reason why it would be parked
	 * @param failure the exception behind it, or {@code null} when there is none
	 */
	record Failed(DeadLetterReason reason, @Nullable Throwable failure) implements RedriveOutcome {
	}

	/**
	 * It met a failure that says nothing about it: others would fail as well.
	 *
	 * @param failure what it met
	 */
	record Outage(Throwable failure) implements RedriveOutcome {
	}

	/**
	 * Its handler did not end within the limit, and goes on: what comes of it is not
	 * known.
	 */
	record StillRunning() implements RedriveOutcome {
	}

}
