package io.natsevents.listen;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.natsevents.event.Event;
import io.natsevents.support.BusApplication;

/**
 * Publishes numbered events of some keys in turn, each when the one before is confirmed,
 * until it is ended.
 */
final class KeyedPublishing {

	private static final int KEYS = 16;

	private final AtomicInteger published = new AtomicInteger();

	private final BusApplication application;

	private final String type;

	private final Thread thread = new Thread(this::publish);

	private volatile boolean ending;

	KeyedPublishing(BusApplication application, String type) {
		this.application = application;
		this.type = type;
	}

	void begin() {
		this.thread.start();
	}

	/**
	 * Publish no more.
	 * @return how many were published
	 */
	int end() throws InterruptedException {
		this.ending = true;
		this.thread.join();
		return this.published.get();
	}

	private void publish() {
		while (!this.ending) {
			int number = this.published.get();
			this.application.publisher()
				.publish(Event.of(this.type, number / KEYS).partitionKey("k" + number % KEYS + "-"));
			this.published.incrementAndGet();
			LockSupport.parkNanos(1_000_000);
		}
	}

}
