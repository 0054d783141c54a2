package io.natsevents.campaign.judge;

import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.natsevents.campaign.fault.Expectation;
import io.natsevents.campaign.load.Load;
import io.natsevents.campaign.load.Workload;

/**
 * What is stored, handled, or parked, is what somebody has published, in the workload it
 * was published in, and where its receipt says. Publishers write down what they are about
 * to publish, so it is known when they were killed as well.
 */
final class HandledAsPublished implements Rule {

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		boolean power = evidence.strike().expectation() == Expectation.POWER_LOSS;
		for (String id : events.ids()) {
			Published published = events.published(id);
			if (published == null) {
				findings.violation("published by nobody", events.history(id));
			}
			else {
				judge(published, power, events, findings);
			}
		}
	}

	private static void judge(Published published, boolean power, Events events, Findings findings) {
		String id = published.load().id();
		if (!loads(events, id).allMatch(published.load()::equals)) {
			findings.violation("stored, handled or parked as something else than was published", events.history(id));
		}
		if (!workloads(events, id).allMatch(published.workload()::equals)) {
			findings.violation("stored, handled or parked in another workload than was published", events.history(id));
		}
		// What a loss of power took may be published again, and is stored elsewhere
		if (!power && events.isAcknowledged(id)
				&& !sequences(events, id).allMatch((sequence) -> sequence == published.sequence())) {
			findings.violation("not where its receipt says", events.history(id));
		}
	}

	private static Stream<Load> loads(Events events, String id) {
		return Stream
			.of(events.stored(id).stream().map(Stored::load), events.handled(id).stream().map(Handled::load),
					events.parked(id).stream().map(Parked::load))
			.flatMap((each) -> each);
	}

	private static Stream<Workload> workloads(Events events, String id) {
		return Stream
			.of(events.stored(id).stream().map(Stored::workload), events.handled(id).stream().map(Handled::workload),
					events.parked(id).stream().map(Parked::workload))
			.flatMap((each) -> each);
	}

	private static LongStream sequences(Events events, String id) {
		return Stream
			.of(events.stored(id).stream().map(Stored::sequence), events.handled(id).stream().map(Handled::sequence),
					events.parked(id).stream().map(Parked::sequence))
			.flatMap((each) -> each)
			.mapToLong(Long::longValue);
	}

}
