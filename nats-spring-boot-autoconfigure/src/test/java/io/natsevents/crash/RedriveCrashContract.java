package io.natsevents.crash;

import io.natsevents.deadletter.RedriveResult.Outcome;
import io.natsevents.deadletter.RedriveResult.SkipReason;
import io.natsevents.support.CrashPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds when a process ends between two steps of a redrive.
 */
abstract class RedriveCrashContract extends CrashContract {

	RedriveCrashContract(InstanceStarter starter) {
		super(starter);
	}

	@ParameterizedTest
	@EnumSource
	void entryStaysUntilItsEventIsHandled(StepOfSuccess step) throws Exception {
		String id = scene().park(CrashScene.SINGLE, CrashListeners.BROKEN);
		scene().repair();
		scene().crash(Assignment.redrive(CrashScene.SINGLE, id), step.point);
		assertThat(scene().handled(CrashScene.SINGLE)).hasSize(step.handled);
		assertThat(scene().deadLetters()).hasSize(step.deadLetters);
		if (step.deadLetters == 0) {
			assertThat(scene().redrive(id).skipReason()).isEqualTo(SkipReason.GONE);
		}
		else {
			assertThat(scene().redrive(id).outcome()).isEqualTo(Outcome.REDRIVEN);
			assertThat(scene().handled(CrashScene.SINGLE)).hasSize(step.handled + 1);
			assertThat(scene().deadLetters()).isEmpty();
		}
	}

	@Test
	void entryStaysWhenItsEventEndsTheProcess() throws Exception {
		String id = scene().park(CrashScene.SINGLE, CrashListeners.BROKEN_KILLER);
		scene().repair();
		scene().die(Assignment.redrive(CrashScene.SINGLE, id));
		assertThat(scene().deadLetters()).hasSize(1);
		assertThat(scene().redrive(id).outcome()).isEqualTo(Outcome.REDRIVEN);
		assertThat(scene().deadLetters()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void eventThatFailsAgainIsOneEntry(StepOfFailure step) throws Exception {
		String id = scene().park(CrashScene.SINGLE, CrashListeners.FAILING);
		scene().crash(Assignment.redrive(CrashScene.SINGLE, id), step.point);
		assertThat(scene().deadLetters()).hasSize(1);
		assertThat(scene().redrive(id).outcome()).isEqualTo(Outcome.FAILED);
		assertThat(scene().deadLetters()).singleElement()
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
