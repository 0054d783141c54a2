package io.natsevents.benchmark.run;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * What this process has used up to a moment. The server is another process.
 */
public final class ProcessCost {

	private static final OperatingSystemMXBean system = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private static final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

	private final long at;

	private final long cpuNanos;

	private final Map<Long, Long> bytes = new HashMap<>();

	private ProcessCost() {
		// JDK 17 tells no total; what threads allocate that end meanwhile is not seen
		long[] ids = threads.getAllThreadIds();
		long[] allocated = threads.getThreadAllocatedBytes(ids);
		for (int i = 0; i < ids.length; i++) {
			this.bytes.put(ids[i], Math.max(0, allocated[i]));
		}
		this.cpuNanos = system.getProcessCpuTime();
		this.at = System.nanoTime();
	}

	/**
	 * Look.
	 * @return what has been used until now
	 */
	public static ProcessCost now() {
		return new ProcessCost();
	}

	/**
	 * How fast events were dealt with since, and at what cost.
	 * @param events how many there were
	 * @return events a second
	 */
	public Sample eventsPerSecond(int events) {
		ProcessCost now = now();
		return new Sample(events * 1e9 / (now.at - this.at), cpuMicros(now, events), bytes(now, events));
	}

	private double cpuMicros(ProcessCost now, int events) {
		return (now.cpuNanos - this.cpuNanos) / 1e3 / events;
	}

	private double bytes(ProcessCost now, int events) {
		long sum = 0;
		for (Map.Entry<Long, Long> thread : now.bytes.entrySet()) {
			sum += thread.getValue() - this.bytes.getOrDefault(thread.getKey(), 0L);
		}
		return (double) sum / events;
	}

}
