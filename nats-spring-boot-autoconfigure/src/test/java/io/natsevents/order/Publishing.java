package io.natsevents.order;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.natsevents.event.Event;
import io.natsevents.publish.EventPublisher;
import io.natsevents.publish.PublishFailure;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the events of a campaign, on a thread of its own.
 */
final class Publishing {

	private static final int MOST_AT_A_TIME = 500;

	private static final int ATTEMPTS = 10;

	private final EventPublisher publisher;

	private final Campaign campaign;

	private final Random random;

	private final Map<String, Long> numbers = new HashMap<>();

	private final Thread thread = new Thread(this::publish, "publishing");

	private volatile @Nullable Throwable failure;

	Publishing(EventPublisher publisher, Campaign campaign) {
		this.publisher = publisher;
		this.campaign = campaign;
		this.random = new Random(campaign.seed());
	}

	void start() {
		this.thread.start();
	}

	/**
	 * Whether all events are stored.
	 */
	boolean isDone() {
		if (this.failure != null) {
			throw new IllegalStateException("Not all events could be published", this.failure);
		}
		return !this.thread.isAlive();
	}

	void stop() throws InterruptedException {
		this.thread.interrupt();
		this.thread.join(TimeUnit.SECONDS.toMillis(10));
	}

	private void publish() {
		try {
			long begin = System.nanoTime();
			int published = 0;
			while (published < this.campaign.events()) {
				int due = Math.min(due(System.nanoTime() - begin), this.campaign.events()) - published;
				List<Event<?>> events = new ArrayList<>();
				for (int i = 0; i < Math.min(due, MOST_AT_A_TIME); i++) {
					events.add(next());
				}
				publish(events);
				published += events.size();
				if (events.isEmpty()) {
					LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
				}
			}
		}
		catch (RuntimeException ex) {
			this.failure = ex;
		}
	}

	private int due(long elapsed) {
		return (this.campaign.perSecond() == 0) ? this.campaign.events()
				: 1 + (int) (elapsed * this.campaign.perSecond() / TimeUnit.SECONDS.toNanos(1));
	}

	private Event<?> next() {
		String key = "k" + this.random.nextInt(this.campaign.keys());
		long number = this.numbers.merge(key, 1L, Long::sum) - 1;
		return Event.of(Campaign.TYPE, new Load(key, number, System.nanoTime()).toString()).partitionKey(key);
	}

	/**
	 * The same events again are the same events.
	 */
	private void publish(List<Event<?>> events) {
		List<Event<?>> left = events;
		for (int attempt = 1; !left.isEmpty(); attempt++) {
			List<PublishFailure> failures = this.publisher.publishAll(left).failures();
			if (!failures.isEmpty() && attempt == ATTEMPTS) {
				throw failures.get(0).exception();
			}
			left = new ArrayList<>();
			for (PublishFailure each : failures) {
				left.add(each.event());
			}
		}
	}

}
