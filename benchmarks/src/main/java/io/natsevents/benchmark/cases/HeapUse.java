package io.natsevents.benchmark.cases;

import java.lang.management.ManagementFactory;

/**
 * Tells how much of the heap is in use by what is alive.
 */
final class HeapUse {

	private static final int COLLECTIONS = 2;

	private HeapUse() {
	}

	/**
	 * Collect garbage and look.
	 * @return kilobytes
	 */
	static double kilobytes() {
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024.0;
	}

}
