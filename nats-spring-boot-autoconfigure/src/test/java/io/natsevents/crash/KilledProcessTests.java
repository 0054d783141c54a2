package io.natsevents.crash;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for JVMs that are killed from outside, or because one of their handlers takes all
 * memory, while they handle healthy events.
 */
@Tag("slow")
class KilledProcessTests extends KillerContract {

	private static final long SEED = 20261121;

	@Test
	void exactlyTheKillersAreParkedWhileInstancesAreKilledFromOutside() throws Exception {
		publish(CrashScene.SINGLE, CrashListeners.KILLER, 12);
		Outsider outsider = new Outsider(scene(), 12, SEED, killers());
		scene().settleInJvms(assignment(CrashScene.SINGLE, 3), outsider);
		assertThat(outsider.killed()).as("seed " + SEED).isPositive();
		assertParked(CrashScene.SINGLE);
	}

	@Test
	void whoeverTakesAllMemoryIsParkedAndItsNeighboursAreHandled() throws Exception {
		publish(CrashScene.SINGLE, CrashListeners.EATER, 20);
		scene().settleInJvms(assignment(CrashScene.SINGLE, 2), Outsider.none(scene()), "-Xmx64m",
				"-XX:+ExitOnOutOfMemoryError");
		assertParked(CrashScene.SINGLE);
	}

}
