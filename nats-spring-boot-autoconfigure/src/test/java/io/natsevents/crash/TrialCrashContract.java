package io.natsevents.crash;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.natsevents.support.CrashPoint;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds when a process ends between two steps of a lone run.
 */
@NatsServerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TrialCrashContract {

	private final InstanceStarter starter;

	private final List<String> listeners;

	private CrashScene scene;

	/**
	 * Set out what varies.
	 * @param starter starts the instances that end
	 * @param listeners the listeners to try
	 */
	TrialCrashContract(InstanceStarter starter, String... listeners) {
		this.starter = starter;
		this.listeners = List.of(listeners);
	}

	@BeforeAll
	void open(NatsServer server, @TempDir Path directory) {
		this.scene = new CrashScene(server, this.starter, directory);
	}

	@AfterAll
	void close() {
		this.scene.close();
	}

	@BeforeEach
	void begin(Leftovers leftovers) throws Exception {
		// The instance that survives goes on until the last test
		leftovers.allowThreads();
		this.scene.begin();
	}

	Stream<Arguments> stepsOfHealthyEvents() {
		return withListeners(Step.HEALTHY);
	}

	Stream<Arguments> stepsOfFailingEvents() {
		return withListeners(List.of(Step.values()));
	}

	private Stream<Arguments> withListeners(List<Step> steps) {
		return this.listeners.stream()
			.flatMap((listener) -> steps.stream().map((step) -> Arguments.of(listener, step)));
	}

	@ParameterizedTest
	@MethodSource("stepsOfHealthyEvents")
	void eventWhoseLoneRunIsCutOnceIsHandled(String listener, Step step) throws Exception {
		List<Long> sequences = this.scene.publishUnexplained(listener, "healthy-1", "healthy-2");
		this.scene.crash(Assignment.listener(listener), step.of(CrashScene.settlement(listener, sequences.get(0))));
		this.scene.settle(listener);
		assertThat(this.scene.handled(listener)).contains("healthy-1", "healthy-2");
		assertThat(this.scene.deadLetters()).isEmpty();
		assertTrialsRemoved(step);
	}

	@ParameterizedTest
	@MethodSource("stepsOfFailingEvents")
	void eventThatFailsInItsLoneRunIsOneDeadLetter(String listener, Step step) throws Exception {
		List<Long> sequences = this.scene.publishUnexplained(listener, "failing", "healthy");
		this.scene.crash(Assignment.listener(listener), step.of(CrashScene.settlement(listener, sequences.get(0))));
		this.scene.settle(listener);
		assertThat(this.scene.handled(listener)).contains("healthy").doesNotContain("failing");
		assertThat(this.scene.deadLetters()).hasSize(1);
		assertThat(this.scene.parked("HANDLER_FAILED")).containsExactly(sequences.get(0));
		assertTrialsRemoved(step);
	}

	@Test
	void eventThatEndsTwoLoneRunsIsParkedWithoutAThird() throws Exception {
		List<Long> sequences = this.scene.publishUnexplained(CrashScene.SINGLE, CrashListeners.KILLER, "healthy");
		this.scene.die(Assignment.listener(CrashScene.SINGLE));
		this.scene.die(Assignment.listener(CrashScene.SINGLE));
		this.scene.settle(CrashScene.SINGLE);
		assertThat(this.scene.handled(CrashScene.SINGLE)).contains("healthy");
		assertThat(this.scene.deadLetters()).hasSize(1);
		assertThat(this.scene.parked("PROCESS_DIED")).containsExactly(sequences.get(0));
		assertThat(this.scene.trials()).isEmpty();
	}

	/**
	 * What has come to its end is never delivered again, so that nobody comes by to
	 * remove its record, which expires.
	 */
	private void assertTrialsRemoved(Step step) throws Exception {
		assertThat(this.scene.trials()).hasSizeLessThanOrEqualTo(step.leavesRecord ? 1 : 0);
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
