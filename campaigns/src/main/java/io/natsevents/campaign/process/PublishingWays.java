package io.natsevents.campaign.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import io.natsevents.campaign.load.Load;
import io.natsevents.campaign.load.Workload;
import io.natsevents.event.Event;
import io.natsevents.publish.EventPublishException;
import io.natsevents.publish.EventPublisher;
import io.natsevents.publish.PublishResults;

/**
 * The ways to publish events that the publisher has, and how many events are on each.
 */
final class PublishingWays {

	private final AtomicLong begun = new AtomicLong();

	private final AtomicLong known = new AtomicLong();

	private final EventPublisher publisher;

	PublishingWays(EventPublisher publisher) {
		this.publisher = publisher;
	}

	/**
	 * Of how many events it is known what came of them.
	 */
	long known() {
		return this.known.get();
	}

	/**
	 * Of how many events nobody knows yet.
	 */
	long open() {
		return this.begun.get() - this.known.get();
	}

	/**
	 * Does not wait.
	 */
	void async(PublishingJournal journal, Workload workload, List<Load> loads, BooleanSupplier goesOn) {
		for (Load load : loads) {
			if (!goesOn.getAsBoolean()) {
				return;
			}
			begin(journal, workload, load);
			try {
				this.publisher.publishAsync(event(workload, load)).whenComplete((receipt, failure) -> {
					if (failure != null) {
						journal.failed(load, failure);
					}
					else {
						journal.acknowledged(load, receipt);
					}
					this.known.incrementAndGet();
				});
			}
			catch (EventPublishException ex) {
				failed(journal, load, ex);
			}
		}
	}

	/**
	 * Publishes all at once and waits for all.
	 */
	void all(PublishingJournal journal, Workload workload, List<Load> loads) {
		Map<String, Load> open = new HashMap<>();
		List<Event<String>> events = new ArrayList<>();
		for (Load load : loads) {
			begin(journal, workload, load);
			Event<String> event = event(workload, load);
			events.add(event);
			open.put(event.id(), load);
		}
		try {
			PublishResults results = this.publisher.publishAll(events);
			results.receipts().forEach((receipt) -> {
				Load load = open.remove(receipt.eventId());
				if (load == null) {
					throw new IllegalStateException("Two receipts, or one of nothing published: " + receipt);
				}
				journal.acknowledged(load, receipt);
				this.known.incrementAndGet();
			});
			results.failures().forEach((failure) -> {
				Load load = open.remove(failure.event().id());
				if (load == null) {
					throw new IllegalStateException("Both confirmed and failed: " + failure);
				}
				failed(journal, load, failure.exception());
			});
			if (!open.isEmpty()) {
				throw new IllegalStateException("No result of publishAll for " + open.values());
			}
		}
		catch (EventPublishException ex) {
			open.values().forEach((load) -> failed(journal, load, ex));
		}
	}

	/**
	 * Waits for each.
	 */
	void each(PublishingJournal journal, Workload workload, List<Load> loads) {
		for (Load load : loads) {
			begin(journal, workload, load);
			try {
				journal.acknowledged(load, this.publisher.publish(event(workload, load)));
				this.known.incrementAndGet();
			}
			catch (EventPublishException ex) {
				failed(journal, load, ex);
			}
		}
	}

	private void begin(PublishingJournal journal, Workload workload, Load load) {
		journal.begin(workload, load);
		this.begun.incrementAndGet();
	}

	private void failed(PublishingJournal journal, Load load, Throwable failure) {
		journal.failed(load, failure);
		this.known.incrementAndGet();
	}

	private static Event<String> event(Workload workload, Load load) {
		return Event.of(workload.type(), load.toString()).partitionKey(load.key());
	}

}
