package io.natsevents.campaign.judge;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.natsevents.campaign.fault.Strike;
import io.natsevents.campaign.load.Workload;

/**
 * Where nothing was published and handled no promise can be broken: such a round is worth
 * nothing.
 */
final class SomethingHappened implements Rule {

	private static final long BEFORE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final long LATER_NANOS = TimeUnit.SECONDS.toNanos(10);

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		Arrays.stream(Workload.values())
			.filter((workload) -> evidence.handled().stream().noneMatch((run) -> run.workload() == workload))
			.forEach((workload) -> findings.violation("round that proves nothing",
					"nothing of " + workload + " was handled"));
		Strike strike = evidence.strike();
		boolean idle = Stream.of(evidence.barePublished(), evidence.bareAnswered())
			.anyMatch((successes) -> isIdle(successes, strike, strike.end()));
		// Its own consumer may have no leader for longer than ours
		if (idle || isIdle(evidence.bareDelivered(), strike, strike.end() + LATER_NANOS)) {
			findings.violation("round that proves nothing", "the bare client did nothing before or after the fault");
		}
	}

	private static boolean isIdle(List<Long> successes, Strike strike, long end) {
		return isEmpty(successes, strike.begin() - BEFORE_NANOS, strike.begin())
				|| isEmpty(successes, strike.healed(), end);
	}

	private static boolean isEmpty(List<Long> successes, long from, long to) {
		return successes.stream().noneMatch((at) -> at >= from && at <= to);
	}

}
