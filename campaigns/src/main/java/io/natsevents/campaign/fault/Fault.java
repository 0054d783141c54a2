package io.natsevents.campaign.fault;

import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.load.Workload;
import org.jspecify.annotations.Nullable;

/**
 * Something that is done to the bus while events flow.
 */
public interface Fault {

	/**
	 * Its name, such as {@code kill-stream-leader}.
	 */
	String name();

	/**
	 * What may become of events.
	 */
	default Expectation expectation() {
		return Expectation.NOTHING_LOST;
	}

	/**
	 * The workloads whose events may be lost, if any may be.
	 */
	default Set<Workload> mayLose() {
		return (expectation() == Expectation.NOTHING_LOST) ? Set.of() : EnumSet.allOf(Workload.class);
	}

	/**
	 * What keeps it from being done on this machine.
	 * @param bus what it would be done to
	 * @return the reason, or {@code null} if nothing does
	 */
	default @Nullable String obstacle(Bus bus) {
		return null;
	}

	/**
	 * Do it, and undo it: afterwards everything runs again, or is about to.
	 * @param bus what it is done to
	 * @param random decides what is left open
	 * @throws Exception when it could not be done
	 */
	void strike(Bus bus, RandomGenerator random) throws Exception;

}
