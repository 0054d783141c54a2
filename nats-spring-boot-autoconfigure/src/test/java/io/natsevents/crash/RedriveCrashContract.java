package io.natsevents.crash;

import java.nio.file.Path;

import io.natsevents.deadletter.RedriveResult.Outcome;
import io.natsevents.deadletter.RedriveResult.SkipReason;
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
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds when a process ends between two steps of a redrive.
 */
@NatsServerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RedriveCrashContract {

	private final InstanceStarter starter;

	private CrashScene scene;

	RedriveCrashContract(InstanceStarter starter) {
		this.starter = starter;
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

	@ParameterizedTest
	@EnumSource
	void entryStaysUntilItsEventIsHandled(StepOfSuccess step) throws Exception {
		String id = this.scene.park(CrashScene.SINGLE, CrashListeners.BROKEN);
		this.scene.repair();
		this.scene.crash(Assignment.redrive(CrashScene.SINGLE, id), step.point);
		assertThat(this.scene.handled(CrashScene.SINGLE)).hasSize(step.handled);
		assertThat(this.scene.deadLetters()).hasSize(step.deadLetters);
		if (step.deadLetters == 0) {
			assertThat(this.scene.redrive(id).skipReason()).isEqualTo(SkipReason.GONE);
		}
		else {
			assertThat(this.scene.redrive(id).outcome()).isEqualTo(Outcome.REDRIVEN);
			assertThat(this.scene.handled(CrashScene.SINGLE)).hasSize(step.handled + 1);
			assertThat(this.scene.deadLetters()).isEmpty();
		}
	}

	@Test
	void entryStaysWhenItsEventEndsTheProcess() throws Exception {
		String id = this.scene.park(CrashScene.SINGLE, CrashListeners.BROKEN_KILLER);
		this.scene.repair();
		this.scene.die(Assignment.redrive(CrashScene.SINGLE, id));
		assertThat(this.scene.deadLetters()).hasSize(1);
		assertThat(this.scene.redrive(id).outcome()).isEqualTo(Outcome.REDRIVEN);
		assertThat(this.scene.deadLetters()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void eventThatFailsAgainIsOneEntry(StepOfFailure step) throws Exception {
		String id = this.scene.park(CrashScene.SINGLE, CrashListeners.FAILING);
		this.scene.crash(Assignment.redrive(CrashScene.SINGLE, id), step.point);
		assertThat(this.scene.deadLetters()).hasSize(1);
		assertThat(this.scene.redrive(id).outcome()).isEqualTo(Outcome.FAILED);
		assertThat(this.scene.deadLetters()).singleElement()
			.satisfies((letter) -> assertThat(letter.getHeaders().getFirst("Dlq-Deliveries"))
				.isEqualTo(Integer.toString(step.deliveries + 1)))
			.satisfies((letter) -> assertThat(letter.getHeaders().get("Dlq-Claimed-By")).isNull());
	}

	enum StepOfSuccess {

		NOT_CLAIMED(CrashPoint.before("dlq\\..*"), 0, 1),

		CLAIMED(CrashPoint.after("dlq\\..*"), 0, 1),

		NOT_DELETED(CrashPoint.before("\\$JS\\.API\\.STREAM\\.MSG\\.DELETE\\.DLQ_EVENTS"), 1, 1),

		DELETED(CrashPoint.after("\\$JS\\.API\\.STREAM\\.MSG\\.DELETE\\.DLQ_EVENTS"), 1, 0);

		private final CrashPoint point;

		private final int handled;

		private final int deadLetters;

		StepOfSuccess(CrashPoint point, int handled, int deadLetters) {
			this.point = point;
			this.handled = handled;
			this.deadLetters = deadLetters;
		}

	}

	enum StepOfFailure {

		NOT_CLAIMED(CrashPoint.before("dlq\\..*"), 2),

		CLAIMED(CrashPoint.after("dlq\\..*"), 2),

		NOT_REPLACED(CrashPoint.before("dlq\\..*").containing("Dlq-Deliveries:3"), 2),

		REPLACED(CrashPoint.after("dlq\\..*").containing("Dlq-Deliveries:3"), 3);

		private final CrashPoint point;

		private final int deliveries;

		StepOfFailure(CrashPoint point, int deliveries) {
			this.point = point;
			this.deliveries = deliveries;
		}

	}

}
