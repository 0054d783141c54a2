package io.natsevents.crash;

import java.nio.file.Path;
import java.util.function.Function;

import io.natsevents.support.CrashPoint;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds when a process ends between two steps of parking an event.
 */
@NatsServerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ParkingCrashContract {

	private final InstanceStarter starter;

	private CrashScene scene;

	ParkingCrashContract(InstanceStarter starter) {
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
	void eventThatFailsIsOneDeadLetterAndItsNeighboursAreHandled(Step step) throws Exception {
		this.scene.publish(CrashScene.SINGLE, "healthy-1");
		long failing = this.scene.publish(CrashScene.SINGLE, "failing");
		this.scene.publish(CrashScene.SINGLE, "healthy-2");
		this.scene.publish(CrashScene.SINGLE, "healthy-3");
		this.scene.crash(Assignment.listener(CrashScene.SINGLE),
				step.of(CrashScene.settlement(CrashScene.SINGLE, failing)));
		this.scene.settle(CrashScene.SINGLE);
		assertThat(this.scene.handled(CrashScene.SINGLE)).contains("healthy-1", "healthy-2", "healthy-3")
			.doesNotContain("failing");
		assertThat(this.scene.deadLetters()).singleElement()
			.satisfies((letter) -> assertThat(letter.getHeaders().getFirst("Dlq-Sequence"))
				.isEqualTo(Long.toString(failing)));
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
