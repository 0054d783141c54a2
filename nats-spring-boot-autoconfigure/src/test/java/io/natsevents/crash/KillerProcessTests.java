package io.natsevents.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for events that end the JVM of whoever handles them, among events that do not:
 * exactly those are parked.
 */
@Tag("slow")
@NatsServerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillerProcessTests {

	private static final int EVENTS = 60;

	private static final int NEIGHBOURS = 40;

	private static final long SEED = 20261121;

	private final List<String> healthy = new ArrayList<>();

	private final List<String> neighbours = new ArrayList<>();

	private final Set<Long> killers = new HashSet<>();

	private CrashScene scene;

	@BeforeAll
	void open(NatsServer server, @TempDir Path directory) {
		this.scene = new CrashScene(server, InstanceStarter.IN_ITS_OWN_JVM, directory);
	}

	@AfterAll
	void close() {
		this.scene.close();
	}

	@BeforeEach
	void begin(Leftovers leftovers) throws Exception {
		leftovers.allowThreads();
		this.scene.begin();
		this.healthy.clear();
		this.neighbours.clear();
		this.killers.clear();
	}

	@ParameterizedTest
	@CsvSource({ "single, 1", "single, 5", "batch, 1", "batch, 3" })
	void exactlyTheKillersAreParked(String listener, int concurrency) throws Exception {
		publish(listener, CrashListeners.KILLER, 4);
		int starts = this.scene.settleInJvms(assignment(listener, concurrency), Outsider.none(this.scene));
		// Each killer ends two lone runs, whatever it ended before
		assertThat(starts).isGreaterThan(2 * this.killers.size());
		assertParked(listener);
	}

	@Test
	void exactlyTheKillersAreParkedWhileInstancesAreKilledFromOutside() throws Exception {
		publish(CrashScene.SINGLE, CrashListeners.KILLER, 12);
		Outsider outsider = new Outsider(this.scene, 12, SEED, this.killers);
		this.scene.settleInJvms(assignment(CrashScene.SINGLE, 3), outsider);
		assertThat(outsider.killed()).as("seed " + SEED).isPositive();
		assertParked(CrashScene.SINGLE);
	}

	@Test
	void whoeverTakesAllMemoryIsParkedAndItsNeighboursAreHandled() throws Exception {
		publish(CrashScene.SINGLE, CrashListeners.EATER, 20);
		this.scene.settleInJvms(assignment(CrashScene.SINGLE, 2), Outsider.none(this.scene), "-Xmx64m",
				"-XX:+ExitOnOutOfMemoryError");
		assertParked(CrashScene.SINGLE);
	}

	/**
	 * Publish events, of which each {@code interval}-th ends the JVM.
	 */
	private void publish(String listener, String killer, int interval) {
		for (int i = 0; i < EVENTS; i++) {
			if (i % interval == interval - 1) {
				this.killers.add(this.scene.publish(listener, killer + i));
			}
			else {
				this.healthy.add("healthy-" + i);
				this.scene.publish(listener, "healthy-" + i);
			}
			if (i < NEIGHBOURS) {
				this.neighbours.add("neighbour-" + i);
				this.scene.publish(CrashScene.NEIGHBOUR, "neighbour-" + i);
			}
		}
	}

	private static Assignment assignment(String listener, int concurrency) {
		return new Assignment(concurrency, List.of(listener, CrashScene.NEIGHBOUR), "");
	}

	private void assertParked(String listener) throws Exception {
		assertThat(this.scene.deadLetters()).as("seed " + SEED).hasSameSizeAs(this.killers);
		assertThat(this.scene.parked("PROCESS_DIED")).as("seed " + SEED).isEqualTo(this.killers);
		assertThat(new HashSet<>(this.scene.handled(listener))).isEqualTo(new HashSet<>(this.healthy));
		assertThat(new HashSet<>(this.scene.handled(CrashScene.NEIGHBOUR))).isEqualTo(new HashSet<>(this.neighbours));
		assertThat(this.scene.trials()).isEmpty();
	}

}
