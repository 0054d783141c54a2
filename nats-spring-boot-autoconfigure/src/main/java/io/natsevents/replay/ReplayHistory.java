package io.natsevents.replay;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The replays of this instance: those that run, and the last that have ended.
 */
final class ReplayHistory {

	private static final int REMEMBERED = 100;

	private static final int MOST_AT_A_TIME = 20;

	private final Map<String, Replay> replays = new LinkedHashMap<>();

	synchronized void add(Replay replay) {
		this.replays.values().removeIf((each) -> each.state() == ReplayState.ELSEWHERE);
		this.replays.remove(replay.id());
		this.replays.put(replay.id(), replay);
		long tooMany = this.replays.values().stream().filter((each) -> each.state().isFinal()).count() - REMEMBERED;
		for (Iterator<Replay> oldest = this.replays.values().iterator(); oldest.hasNext() && tooMany > 0;) {
			if (oldest.next().state().isFinal()) {
				oldest.remove();
				tooMany--;
			}
		}
	}

	/**
	 * A replay this instance runs or has ended; one that went elsewhere is none of them.
	 */
	synchronized @Nullable Replay find(String id) {
		Replay replay = this.replays.get(id);
		return (replay != null && replay.state() != ReplayState.ELSEWHERE) ? replay : null;
	}

	/**
	 * Whether this instance runs it or has failed to: a reason not to go on with it here.
	 */
	synchronized boolean concerns(String id) {
		Replay replay = find(id);
		return replay != null && replay.state() != ReplayState.STOPPED && !isOver(id);
	}

	/**
	 * Whether this instance has ended it for good, so that nothing of it should be on the
	 * server any more.
	 */
	synchronized boolean isOver(String id) {
		Replay replay = find(id);
		return replay != null && (replay.state() == ReplayState.COMPLETED || replay.state() == ReplayState.CANCELLED);
	}

	synchronized List<Replay> all() {
		return this.replays.values().stream().filter((replay) -> replay.state() != ReplayState.ELSEWHERE).toList();
	}

	synchronized List<RunningReplay> unfinished() {
		return this.replays.values()
			.stream()
			.filter((replay) -> replay.state() == ReplayState.RUNNING)
			.map(RunningReplay.class::cast)
			.toList();
	}

	/**
	 * Refuse one more when there are many.
	 */
	void requireRoom() {
		if (unfinished().size() >= MOST_AT_A_TIME) {
			throw new ReplayRefusedException(
					MOST_AT_A_TIME + " replays run in this instance; cancel some or wait for their ends", true, null);
		}
	}

}
