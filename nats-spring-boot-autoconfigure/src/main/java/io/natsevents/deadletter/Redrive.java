package io.natsevents.deadletter;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.natsevents.deadletter.RedriveResult.SkipReason;
import org.jspecify.annotations.Nullable;

/**
 * A redrive in the background, as it was when it was asked for.
 *
 * @param id its id
 * @param state what it is doing
 * @param selection which dead letters it is about, for people
 * @param options how it goes about it
 * @param matched how many dead letters it has come to so far
 * @param redriven how many of them were handled; in a dry run, how many would be run
 * @param failed how many failed and are dead letters as before
 * @param skipped how many were not touched, by reason
 * @param examples the first of those that were skipped, that failed, or that did not go
 * as they should
 * @param created when it was asked for
 * @param started when it began, or {@code null} while it waits for others
 * @param ended when it ended, or {@code null}
 * @param reason why it was stopped, else {@code null}
 * @param note what to know about the result
 */
public record Redrive(String id, State state, String selection, RedriveOptions options, long matched, long redriven,
		long failed, Map<SkipReason, Long> skipped, List<RedriveResult> examples, Instant created,
		@Nullable Instant started, @Nullable Instant ended, @Nullable String reason, String note) {

	public Redrive {
		skipped = Map.copyOf(skipped);
		examples = List.copyOf(examples);
	}

	/**
	 * States of a redrive.
	 */
	public enum State {

		/** It waits for others to end. */
		QUEUED,

		/** It is at work. */
		RUNNING,

		/** It has come to the end. */
		COMPLETED,

		/** It ended early: an outage, or the application stops. */
		STOPPED,

		/** Somebody has cancelled it. */
		CANCELLED;

		/**
		 * Whether it has ended.
		 * @return {@code true} when nothing more happens
		 */
		public boolean isFinal() {
			return this != QUEUED && this != RUNNING;
		}

	}

}
