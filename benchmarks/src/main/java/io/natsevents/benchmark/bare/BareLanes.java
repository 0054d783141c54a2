package io.natsevents.benchmark.bare;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * Runs tasks of one key one after the other, and those of different keys side by side. A
 * lane for each key that has tasks, so that no thread is idle while another has a queue.
 */
final class BareLanes {

	private final Executor threads;

	private final Map<String, Queue<Runnable>> lanes = new HashMap<>();

	BareLanes(Executor threads) {
		this.threads = threads;
	}

	void submit(String key, Runnable task) {
		synchronized (this.lanes) {
			Queue<Runnable> waiting = this.lanes.get(key);
			if (waiting != null) {
				waiting.add(task);
				return;
			}
			this.lanes.put(key, new ArrayDeque<>(2));
		}
		this.threads.execute(() -> run(key, task));
	}

	private void run(String key, Runnable task) {
		task.run();
		Runnable next = next(key);
		if (next != null) {
			// Behind the keys that have waited longer
			this.threads.execute(() -> run(key, next));
		}
	}

	private @Nullable Runnable next(String key) {
		synchronized (this.lanes) {
			Runnable next = this.lanes.getOrDefault(key, new ArrayDeque<>()).poll();
			if (next == null) {
				this.lanes.remove(key);
			}
			return next;
		}
	}

}
