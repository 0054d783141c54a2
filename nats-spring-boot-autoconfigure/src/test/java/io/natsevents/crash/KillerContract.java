package io.natsevents.crash;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events that end the JVM of whoever handles them, among events that do not, of which
 * exactly the former are to be parked.
 */
abstract class KillerContract extends CrashContract {

	private static final int EVENTS = 60;

	private static final int NEIGHBOURS = 40;

	private final List<String> healthy = new ArrayList<>();

	private final List<String> neighbours = new ArrayList<>();

	private final Set<Long> killers = new HashSet<>();

	KillerContract() {
		super(InstanceStarter.IN_ITS_OWN_JVM);
	}

	@BeforeEach
	void clear() {
		this.healthy.clear();
		this.neighbours.clear();
		this.killers.clear();
	}

	/**
	 * Publish events, of which each {@code interval}-th ends the JVM.
	 */
	void publish(String listener, String killer, int interval) {
		for (int i = 0; i < EVENTS; i++) {
			if (i % interval == interval - 1) {
				this.killers.add(scene().publish(listener, killer + i));
			}
			else {
				this.healthy.add("healthy-" + i);
				scene().publish(listener, "healthy-" + i);
			}
			if (i < NEIGHBOURS) {
				this.neighbours.add("neighbour-" + i);
				scene().publish(CrashScene.NEIGHBOUR, "neighbour-" + i);
			}
		}
	}

	static Assignment assignment(String listener, int concurrency) {
		return new Assignment(concurrency, List.of(listener, CrashScene.NEIGHBOUR), "");
	}

	/**
	 * Sequences of those that end the JVM.
	 */
	Set<Long> killers() {
		return this.killers;
	}

	void assertParked(String listener) throws Exception {
		assertThat(scene().deadLetters()).hasSameSizeAs(this.killers);
		assertThat(scene().parked("PROCESS_DIED")).isEqualTo(this.killers);
		assertThat(new HashSet<>(scene().handled(listener))).isEqualTo(new HashSet<>(this.healthy));
		assertThat(new HashSet<>(scene().handled(CrashScene.NEIGHBOUR))).isEqualTo(new HashSet<>(this.neighbours));
		assertThat(scene().trials()).isEmpty();
	}

}
