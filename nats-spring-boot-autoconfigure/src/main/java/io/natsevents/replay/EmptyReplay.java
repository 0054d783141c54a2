package io.natsevents.replay;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A replay of a range without events: at its end as soon as it begins.
 */
final class EmptyReplay extends KnownReplay {

	private static final ReplayProgress NOTHING = new ReplayProgress(0, 0, 0, 0, 0, 0, 0, null);

	EmptyReplay(StoredReplay replay) {
		super(replay);
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
	public void cancel() {
		// There is nothing left to cancel
	}

	@Override
	public boolean await(Duration limit) {
		return true;
	}

}
