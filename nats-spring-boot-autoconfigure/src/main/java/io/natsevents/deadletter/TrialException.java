package io.natsevents.deadletter;

import org.jspecify.annotations.Nullable;

/**
 * It could not be recorded that an event is about to run alone, so it must not run.
 */
public class TrialException extends Exception {

	public TrialException(DeadLetterId event, @Nullable String reason, @Nullable Throwable cause) {
		super("Event at " + event.position() + " of consumer " + event.durable()
				+ " cannot run alone, because no record of it can be made: " + reason, cause);
	}

}
