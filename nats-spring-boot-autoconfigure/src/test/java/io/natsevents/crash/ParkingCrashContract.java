package io.natsevents.crash;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.natsevents.support.CrashPoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds when a process ends between two steps of parking an event.
 */
abstract class ParkingCrashContract extends CrashContract {

	ParkingCrashContract(InstanceStarter starter, String... listeners) {
		super(starter, listeners);
	}

	Stream<Arguments> steps() {
		return withListeners(List.of(Step.values()));
	}

	@ParameterizedTest
	@MethodSource("steps")
	void eventThatFailsIsOneDeadLetterAndItsNeighboursAreHandled(String listener, Step step) throws Exception {
		scene().publish(listener, "healthy-1");
		long failing = scene().publish(listener, "failing");
		scene().publish(listener, "healthy-2");
		scene().publish(listener, "healthy-3");
		scene().crash(Assignment.listener(listener), step.of(CrashScene.settlement(listener, failing)));
		scene().settle(listener);
		assertThat(scene().handled(listener)).contains("healthy-1", "healthy-2", "healthy-3").doesNotContain("failing");
		assertThat(scene().deadLetters()).hasSize(1);
		assertThat(scene().parked("HANDLER_FAILED")).containsExactly(failing);
		assertThat(scene().trials()).isEmpty();
	}

	enum Step {

		RETRY_NOT_ASKED_FOR((settlement) -> CrashPoint.before(settlement).containing("-NAK")),

		RETRY_ASKED_FOR((settlement) -> CrashPoint.after(settlement).containing("-NAK")),

		DEAD_LETTER_NOT_SENT((settlement) -> CrashPoint.before("dlq\\..*")),

		DEAD_LETTER_STORED((settlement) -> CrashPoint.after("dlq\\..*")),

		ORIGINAL_NOT_ACKNOWLEDGED((settlement) -> CrashPoint.before(settlement).containing("+ACK")),

		ORIGINAL_ACKNOWLEDGED((settlement) -> CrashPoint.after(settlement).containing("+ACK"));

		private final Function<String, CrashPoint> point;

		Step(Function<String, CrashPoint> point) {
			this.point = point;
		}

		CrashPoint of(String settlement) {
			return this.point.apply(settlement);
		}

	}

}
