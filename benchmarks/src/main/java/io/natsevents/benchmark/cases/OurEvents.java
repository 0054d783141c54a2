package io.natsevents.benchmark.cases;

import io.natsevents.benchmark.UserCreated;
import io.natsevents.event.Event;

/**
 * Events as users of the starter make them.
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

}
