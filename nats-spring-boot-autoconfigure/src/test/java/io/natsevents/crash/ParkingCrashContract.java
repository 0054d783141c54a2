package io.natsevents.crash;

import java.nio.file.Path;
import java.util.function.Function;

import io.natsevents.support.CrashPoint;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds when a process ends between two steps of parking an event.
 */
@NatsServerTest
abstract class ParkingCrashContract {

	private final InstanceStarter starter;

	ParkingCrashContract(InstanceStarter starter) {
		this.starter = starter;
	}

	@ParameterizedTest
	@EnumSource
	void eventThatFailsIsOneDeadLetterAndItsNeighboursAreHandled(Step step, NatsServer server, @TempDir Path directory)
			throws Exception {
		try (CrashScene scene = new CrashScene(server, this.starter, directory, "single")) {
			scene.property("nats.jetstream.listeners.single.concurrency", "2");
			scene.publish("healthy-1");
			long failing = scene.publish("failing");
			scene.publish("healthy-2");
			scene.publish("healthy-3");
			scene.crash(step.of(scene.settlementOf(failing)));
			scene.settle();
			assertThat(scene.handled()).contains("healthy-1", "healthy-2", "healthy-3").doesNotContain("failing");
			assertThat(scene.deadLetters()).singleElement()
				.satisfies((letter) -> assertThat(letter.getHeaders().getFirst("Dlq-Sequence"))
					.isEqualTo(Long.toString(failing)));
		}
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
