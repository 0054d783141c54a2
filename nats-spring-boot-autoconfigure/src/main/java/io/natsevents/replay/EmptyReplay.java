package io.natsevents.replay;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A replay of a range without events: at its end as soon as it begins.
 */
final class EmptyReplay implements Replay {

	private static final ReplayProgress NOTHING = new ReplayProgress(0, 0, 0, 0, 0, 0, 0, null);

	private final StoredReplay replay;

	EmptyReplay(StoredReplay replay) {
		this.replay = replay;
	}

	@Override
	public String id() {
		return this.replay.id();
	}

	@Override
	public String listener() {
		return this.replay.listener();
	}

	@Override
	public String stream() {
		return this.replay.stream();
	}

	@Override
	public ReplayRange range() {
		return this.replay.range();
	}

	@Override
	public ReplayState state() {
		return ReplayState.COMPLETED;
	}

	@Override
	public @Nullable String reason() {
		return null;
	}

	@Override
	public ReplayProgress progress() {
		return NOTHING;
	}

	@Override
	public Instant started() {
		return this.replay.started();
	}

	@Override
	public void cancel() {
		// There is nothing left to cancel
	}

	@Override
	public boolean await(Duration limit) {
		return true;
	}

}
