package io.natsevents.benchmark.peer;

import java.lang.management.ManagementFactory;
import java.util.Locale;

import com.sun.management.OperatingSystemMXBean;

/**
 * What this process has used up to a moment.
 *
 * @param at when, by {@link System#nanoTime()}
 * @param cpuNanos processor time of all threads
 */
record Cost(long at, long cpuNanos) {

	private static final OperatingSystemMXBean system = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	static Cost now() {
		return new Cost(System.nanoTime(), system.getProcessCpuTime());
	}

	/**
	 * What was used since an earlier moment.
	 * @param earlier the moment
	 * @param events how many events it took
	 * @return events a second and nanoseconds of processor time for each event
	 */
	String since(Cost earlier, int events) {
		return String.format(Locale.ROOT, "%.1f %.1f", events * 1e9 / (this.at - earlier.at),
				(double) (this.cpuNanos - earlier.cpuNanos) / events);
	}

}
