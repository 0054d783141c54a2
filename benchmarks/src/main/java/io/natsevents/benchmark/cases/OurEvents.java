package io.natsevents.benchmark.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import io.natsevents.benchmark.UserCreated;
import io.natsevents.event.Event;
import io.natsevents.publish.EventPublisher;
import io.natsevents.publish.PublishResults;

/**
 * Events as users of the starter make and publish them.
 */
final class OurEvents {

	private OurEvents() {
	}

	static Event<UserCreated> number(int number) {
		return of(UserCreated.number(number));
	}

	static Event<UserCreated> of(UserCreated data) {
		return Event.of(UserCreated.TYPE, data).organizationId("acme").entity(data.userId());
	}

	/**
	 * Publish many.
	 * @param events how many
	 * @param call how many with one call
	 * @param event makes each, by its number
	 */
	static void publish(EventPublisher publisher, int events, int call, IntFunction<Event<UserCreated>> event) {
		for (int from = 0; from < events; from += call) {
			List<Event<?>> some = new ArrayList<>(call);
			for (int i = from; i < Math.min(from + call, events); i++) {
				some.add(event.apply(i));
			}
			PublishResults results = publisher.publishAll(some);
			if (!results.failures().isEmpty()) {
				throw new IllegalStateException("Not published: " + results.failures().get(0));
			}
		}
	}

}
