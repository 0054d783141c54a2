package io.natsevents.observe;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.natsevents.deadletter.Redrive;
import io.natsevents.deadletter.RedriveResult;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A redrive in the background as the endpoint shows it.
 *
 * @param id its id
 * @param state what it is doing
 * @param selection which dead letters it is about
 * @param dryRun whether it changes nothing
 * @param ratePerSecond how many events it runs per second at most, 0 for no limit
 * @param force whether it runs what may kill the process
 * @param matched how many dead letters it has come to
 * @param redriven how many were handled, or would be in a dry run
 * @param failed how many failed
 * @param skipped how many were not touched, by reason
 * @param examples the first that were skipped or failed
 * @param created when it was asked for
 * @param started when it began
 * @param ended when it ended
 * @param reason why it was stopped
 * @param note what to know about the result
 */
public record RedriveDescriptor(String id, Redrive.State state, String selection, boolean dryRun, double ratePerSecond,
		boolean force, long matched, long redriven, long failed, Map<String, Long> skipped,
		List<ResultDescriptor> examples, Instant created, @Nullable Instant started, @Nullable Instant ended,
		@Nullable String reason, String note) implements OperationResponseBody {

	static RedriveDescriptor of(Redrive redrive) {
		Map<String, Long> skipped = new TreeMap<>();
		redrive.skipped().forEach((why, count) -> skipped.put(why.name(), count));
		return new RedriveDescriptor(redrive.id(), redrive.state(), redrive.selection(), redrive.options().dryRun(),
				redrive.options().ratePerSecond(), redrive.options().force(), redrive.matched(), redrive.redriven(),
				redrive.failed(), skipped, redrive.examples().stream().map(RedriveDescriptor::of).toList(),
				redrive.created(), redrive.started(), redrive.ended(), redrive.reason(), redrive.note());
	}

	static ResultDescriptor of(RedriveResult result) {
		return new ResultDescriptor(result.id().toString(), result.outcome(), result.skipReason(), result.detail());
	}

	/**
	 * What came of one dead letter.
	 *
	 * @param id id of the dead letter
	 * @param outcome what came of it
	 * @param skipReason why it was skipped
	 * @param detail more about it
	 */
	public record ResultDescriptor(String id, RedriveResult.Outcome outcome,
			RedriveResult.@Nullable SkipReason skipReason, @Nullable String detail) implements OperationResponseBody {
	}

	/**
	 * All redrives.
	 *
	 * @param redrives those that wait and run, and the last that have ended
	 */
	public record RedrivesDescriptor(List<RedriveDescriptor> redrives) implements OperationResponseBody {
	}

}
