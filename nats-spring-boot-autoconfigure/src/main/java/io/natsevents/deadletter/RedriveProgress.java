package io.natsevents.deadletter;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.natsevents.deadletter.Redrive.State;
import io.natsevents.deadletter.RedriveResult.Outcome;
import io.natsevents.deadletter.RedriveResult.SkipReason;
import org.jspecify.annotations.Nullable;

/**
 * How far a redrive has come.
 */
final class RedriveProgress {

	private static final int MOST_EXAMPLES = 20;

	private static final String NOTE = "Order is not kept: events are handled after later ones of their key, beside"
			+ " whatever their listener handles at the same time";

	private final String id;

	private final String selection;

	private final RedriveOptions options;

	private final InstantSource clock;

	private final Instant created;

	private final Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);

	private final List<RedriveResult> examples = new ArrayList<>();

	private State state = State.QUEUED;

	private long matched;

	private long redriven;

	private long failed;

	private @Nullable Instant started;

	private @Nullable Instant ended;

	private @Nullable String reason;

	RedriveProgress(String id, String selection, RedriveOptions options, InstantSource clock) {
		this.id = id;
		this.selection = selection;
		this.options = options;
		this.clock = clock;
		this.created = clock.instant();
	}

	/**
	 * It begins.
	 * @return {@code false} when it has ended before
	 */
	synchronized boolean begin() {
		if (this.state != State.QUEUED) {
			return false;
		}
		this.state = State.RUNNING;
		this.started = this.clock.instant();
		return true;
	}

	synchronized void add(RedriveResult result) {
		this.matched++;
		switch (result.outcome()) {
			case REDRIVEN, WOULD_BE_REDRIVEN -> this.redriven++;
			case FAILED -> this.failed++;
			case SKIPPED -> {
				if (result.skipReason() != null) {
					this.skipped.merge(result.skipReason(), 1L, Long::sum);
				}
			}
			case OUTAGE -> {
				// Counted as matched only: nothing has become of it
			}
		}
		boolean asItShould = result.outcome() == Outcome.WOULD_BE_REDRIVEN || result.detail() == null;
		if (!asItShould && this.examples.size() < MOST_EXAMPLES) {
			this.examples.add(result);
		}
	}

	/**
	 * It ends before it has begun.
	 */
	synchronized void endQueued(State last, @Nullable String because) {
		if (this.state == State.QUEUED) {
			end(last, because);
		}
	}

	/**
	 * It ends, unless it has.
	 */
	synchronized void end(State last, @Nullable String because) {
		if (!this.state.isFinal()) {
			this.state = last;
			this.reason = because;
			this.ended = this.clock.instant();
		}
	}

	synchronized Redrive snapshot() {
		return new Redrive(this.id, this.state, this.selection, this.options, this.matched, this.redriven, this.failed,
				this.skipped, this.examples, this.created, this.started, this.ended, this.reason, NOTE);
	}

}
