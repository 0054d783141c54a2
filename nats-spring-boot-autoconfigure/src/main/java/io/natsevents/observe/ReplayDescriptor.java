package io.natsevents.observe;

import java.time.Instant;
import java.util.List;

import io.natsevents.replay.Replay;
import io.natsevents.replay.ReplayProgress;
import io.natsevents.replay.ReplayState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A replay as the endpoint shows it.
 *
 * @param id its id
 * @param state what it is doing
 * @param listener id of the listener that is given the events
 * @param stream stream they are read from
 * @param firstSequence where it began
 * @param lastSequence where it ends
 * @param total how many events there are
 * @param done how many are done with
 * @param handled how many were handled
 * @param parked how many are dead letters
 * @param filteredOut how many were passed over
 * @param discarded how many the stream discarded before they were handled
 * @param ratePerSecond how many were done per second lately
 * @param started when it was begun
 * @param estimatedEnd when it will end
 * @param reason why it is not at work, or what keeps it
 */
public record ReplayDescriptor(String id, ReplayState state, String listener, String stream, long firstSequence,
		long lastSequence, long total, long done, long handled, long parked, long filteredOut, long discarded,
		double ratePerSecond, Instant started, @Nullable Instant estimatedEnd,
		@Nullable String reason) implements OperationResponseBody {

	static ReplayDescriptor of(Replay replay) {
		ReplayProgress progress = replay.progress();
		return new ReplayDescriptor(replay.id(), replay.state(), replay.listener(), replay.stream(),
				replay.range().first(), replay.range().last(), progress.total(), progress.done(), progress.handled(),
				progress.parked(), progress.filteredOut(), progress.discarded(), progress.ratePerSecond(),
				replay.started(), progress.estimatedEnd(), replay.reason());
	}

	/**
	 * All replays.
	 *
	 * @param replays those that run, and the last that have ended
	 */
	public record ReplaysDescriptor(List<ReplayDescriptor> replays) implements OperationResponseBody {
	}

}
