package io.natsevents.crash;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.natsevents.support.ChildJvm;
import org.jspecify.annotations.Nullable;

/**
 * Kills instances at random moments, as an operator or the kernel may.
 * <p>
 * Two outside kills within lone runs of one event are more than what is promised to be
 * told apart from a killer. So it does not kill again before the events whose lone runs
 * it cut have come to their ends.
 */
final class Outsider {

	private static final int LONGEST_LIFE_MILLIS = 2500;

	private final CrashScene scene;

	private final int kills;

	private final Random random;

	private final Set<Long> killers;

	private int killed;

	private @Nullable ChildJvm victim;

	private Set<String> cut = Set.of();

	private long killAt;

	/**
	 * Create an outsider.
	 * @param scene tells which lone runs are on record
	 * @param kills how often it kills
	 * @param seed decides when
	 * @param killers sequences of events whose lone runs may be cut as they like
	 */
	Outsider(CrashScene scene, int kills, long seed, Set<Long> killers) {
		this.scene = scene;
		this.kills = kills;
		this.random = new Random(seed);
		this.killers = killers;
	}

	/**
	 * Nobody kills.
	 */
	static Outsider none(CrashScene scene) {
		return new Outsider(scene, 0, 0, Set.of());
	}

	/**
	 * Look at a running instance, and kill it when its time has come.
	 */
	void look(ChildJvm instance) throws Exception {
		if (this.killed == this.kills) {
			return;
		}
		if (this.victim != instance) {
			this.victim = instance;
			this.killAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(this.random.nextInt(LONGEST_LIFE_MILLIS));
			this.cut = new HashSet<>(this.scene.trials());
			this.cut.removeIf((trial) -> this.killers.contains(CrashScene.sequenceOfTrial(trial)));
		}
		this.cut.retainAll(this.scene.trials());
		if (this.cut.isEmpty() && System.nanoTime() >= this.killAt) {
			this.killed++;
			instance.kill();
		}
	}

	int killed() {
		return this.killed;
	}

}
