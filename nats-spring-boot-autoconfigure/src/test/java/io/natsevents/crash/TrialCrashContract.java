package io.natsevents.crash;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.natsevents.support.CrashPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds when a process ends between two steps of a lone run.
 */
abstract class TrialCrashContract extends CrashContract {

	TrialCrashContract(InstanceStarter starter, String... listeners) {
		super(starter, listeners);
	}

	Stream<Arguments> stepsOfHealthyEvents() {
		return withListeners(Step.HEALTHY);
	}

	Stream<Arguments> stepsOfFailingEvents() {
		return withListeners(List.of(Step.values()));
	}

	@ParameterizedTest
	@MethodSource("stepsOfHealthyEvents")
	void eventWhoseLoneRunIsCutOnceIsHandled(String listener, Step step) throws Exception {
		List<Long> sequences = scene().publishUnexplained(listener, "healthy-1", "healthy-2");
		scene().crash(Assignment.listener(listener), step.of(CrashScene.settlement(listener, sequences.get(0))));
		scene().settle(listener);
		assertThat(scene().handled(listener)).contains("healthy-1", "healthy-2");
		assertThat(scene().deadLetters()).isEmpty();
		assertTrialsRemoved(step);
	}

	@ParameterizedTest
	@MethodSource("stepsOfFailingEvents")
	void eventThatFailsInItsLoneRunIsOneDeadLetter(String listener, Step step) throws Exception {
		List<Long> sequences = scene().publishUnexplained(listener, "failing", "healthy");
		scene().crash(Assignment.listener(listener), step.of(CrashScene.settlement(listener, sequences.get(0))));
		scene().settle(listener);
		assertThat(scene().handled(listener)).contains("healthy").doesNotContain("failing");
		assertThat(scene().deadLetters()).hasSize(1);
		assertThat(scene().parked("HANDLER_FAILED")).containsExactly(sequences.get(0));
		assertTrialsRemoved(step);
	}

	@Test
	void eventThatEndsTwoLoneRunsIsParkedWithoutAThird() throws Exception {
		List<Long> sequences = scene().publishUnexplained(CrashScene.SINGLE, CrashListeners.KILLER, "healthy");
		scene().die(Assignment.listener(CrashScene.SINGLE));
		scene().die(Assignment.listener(CrashScene.SINGLE));
		scene().settle(CrashScene.SINGLE);
		assertThat(scene().handled(CrashScene.SINGLE)).contains("healthy");
		assertThat(scene().deadLetters()).hasSize(1);
		assertThat(scene().parked("PROCESS_DIED")).containsExactly(sequences.get(0));
		assertThat(scene().trials()).isEmpty();
	}

	/**
	 * What has come to its end is never delivered again, so that nobody comes by to
	 * remove its record, which expires.
	 */
	private void assertTrialsRemoved(Step step) throws Exception {
		assertThat(scene().trials()).hasSizeLessThanOrEqualTo(step.leavesRecord ? 1 : 0);
	}

	enum Step {

		NOT_RECORDED((settlement) -> CrashPoint.before("trial\\..*"), false),

		RECORDED((settlement) -> CrashPoint.after("trial\\..*"), false),

		DEAD_LETTER_NOT_SENT((settlement) -> CrashPoint.before("dlq\\..*"), false),

		DEAD_LETTER_STORED((settlement) -> CrashPoint.after("dlq\\..*"), false),

		NOT_ACKNOWLEDGED((settlement) -> CrashPoint.before(settlement).containing("+ACK"), false),

		ACKNOWLEDGED((settlement) -> CrashPoint.after(settlement).containing("+ACK"), true),

		RECORD_NOT_REMOVED((settlement) -> CrashPoint.before(Step.PURGE), true),

		RECORD_REMOVED((settlement) -> CrashPoint.after(Step.PURGE), false);

		private static final String PURGE = "\\$JS\\.API\\.STREAM\\.PURGE\\.DLQ_TRIALS";

		private static final List<Step> HEALTHY = List.of(NOT_RECORDED, RECORDED, NOT_ACKNOWLEDGED, ACKNOWLEDGED,
				RECORD_NOT_REMOVED, RECORD_REMOVED);

		private final Function<String, CrashPoint> point;

		private final boolean leavesRecord;

		Step(Function<String, CrashPoint> point, boolean leavesRecord) {
			this.point = point;
			this.leavesRecord = leavesRecord;
		}

		CrashPoint of(String settlement) {
			return this.point.apply(settlement);
		}

	}

}
