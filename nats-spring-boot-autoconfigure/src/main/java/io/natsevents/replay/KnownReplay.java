package io.natsevents.replay;

import java.time.Instant;

/**
 * A replay as far as it was settled when it was begun.
 */
abstract class KnownReplay implements Replay {

	private final StoredReplay replay;

	/**
	 * Create one.
	 * @param replay what it is about
	 */
	KnownReplay(StoredReplay replay) {
		this.replay = replay;
	}

	final StoredReplay replay() {
		return this.replay;
	}

	@Override
	public final String id() {
		return this.replay.id();
	}

	@Override
	public final String listener() {
		return this.replay.listener();
	}

	@Override
	public final String stream() {
		return this.replay.stream();
	}

	@Override
	public final ReplayRange range() {
		return this.replay.range();
	}

	@Override
	public final Instant started() {
		return this.replay.started();
	}

	@Override
	public final String toString() {
		return this.replay.toString();
	}

}
