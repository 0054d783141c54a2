package io.natsevents.crash;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for events that end the JVM of whoever handles them.
 */
@Tag("slow")
class KillerProcessTests extends KillerContract {

	@ParameterizedTest
	@CsvSource({ "single, 1", "single, 5", "batch, 1", "batch, 3" })
	void exactlyTheKillersAreParked(String listener, int concurrency) throws Exception {
		publish(listener, CrashListeners.KILLER, 4);
		int starts = scene().settleInJvms(assignment(listener, concurrency), Outsider.none(scene()));
		// Each killer ends two lone runs, whatever it ended before
		assertThat(starts).isGreaterThan(2 * killers().size());
		assertParked(listener);
	}

}
