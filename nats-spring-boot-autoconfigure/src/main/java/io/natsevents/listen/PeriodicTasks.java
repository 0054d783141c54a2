package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What a listener does again and again while it runs. Begun and ended by one thread at a
 * time.
 */
final class PeriodicTasks {

	private static final Log logger = LogFactory.getLog(ListenerContainer.class);

	private final List<Future<?>> scheduled = new ArrayList<>();

	private final String listenerId;

	PeriodicTasks(String listenerId) {
		this.listenerId = listenerId;
	}

	/**
	 * Begin a task.
	 * @param executor runs it
	 * @param interval how long to wait before each time
	 */
	void begin(ScheduledExecutorService executor, Runnable task, Duration interval) {
		this.scheduled.add(executor.scheduleWithFixedDelay(() -> {
			try {
				task.run();
			}
			catch (RuntimeException | Error ex) {
				// It would end the schedule for good, without a word
				logger.warn("Listener " + this.listenerId + ": a periodic task failed and is tried again", ex);
			}
		}, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS));
	}

	void end() {
		this.scheduled.forEach((task) -> task.cancel(false));
		this.scheduled.clear();
	}

}
