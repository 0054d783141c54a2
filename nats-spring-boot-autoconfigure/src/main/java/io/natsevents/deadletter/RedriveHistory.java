package io.natsevents.deadletter;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The redrives that wait and run, and the last that have ended.
 */
final class RedriveHistory {

	private final int most;

	private final Map<String, RedriveJob> jobs = new LinkedHashMap<>();

	/**
	 * Create a history.
	 * @param most how many that have ended are remembered
	 */
	RedriveHistory(int most) {
		this.most = most;
	}

	synchronized void add(String id, RedriveJob job) {
		this.jobs.put(id, job);
		long tooMany = this.jobs.values().stream().filter(RedriveHistory::hasEnded).count() - this.most;
		for (Iterator<RedriveJob> oldest = this.jobs.values().iterator(); oldest.hasNext() && tooMany > 0;) {
			if (hasEnded(oldest.next())) {
				oldest.remove();
				tooMany--;
			}
		}
	}

	private static boolean hasEnded(RedriveJob job) {
		return job.snapshot().state().isFinal();
	}

	synchronized @Nullable RedriveJob find(String id) {
		return this.jobs.get(id);
	}

	/**
	 * All of them, in the order in which they were asked for.
	 */
	synchronized Collection<RedriveJob> all() {
		return List.copyOf(this.jobs.values());
	}

	synchronized long unfinished() {
		return this.jobs.values().stream().filter((job) -> !hasEnded(job)).count();
	}

}
