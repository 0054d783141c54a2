package io.natsevents.sample.analytics;

import java.util.Objects;

import io.natsevents.event.Event;
import io.natsevents.listen.DeliveryContext;
import io.natsevents.listen.JetStreamListener;
import jakarta.validation.Valid;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.stereotype.Component;

/**
 * Handles what happens to users.
 */
@Component
class UserListener {

	private static final Log log = LogFactory.getLog(UserListener.class);

	private static final String CREATED = "auth.user.created";

	private static final String UPDATED = "auth.user.updated";

	private static final String DELETED = "auth.user.deleted";

	private final Registrations registrations;

	private final UserHistory history;

	private final DemoFaults faults;

	UserListener(Registrations registrations, UserHistory history, DemoFaults faults) {
		this.registrations = registrations;
		this.history = history;
		this.faults = faults;
	}

	// One listener for the three types: with one each, an update could overtake its
	// creation. Users in parallel, but the events of one user in order, also when one of
	// them is tried again.
	@JetStreamListener(id = "users", value = { CREATED, UPDATED, DELETED }, ordering = "key", concurrency = "4")
	void on(@Valid UserData user, Event<UserData> event, DeliveryContext delivery) throws InterruptedException {
		this.faults.apply(user.displayName(), delivery.deliveryCount());
		if (event.type().equals(CREATED)) {
			this.registrations.count(event.id(), Objects.requireNonNullElse(event.organizationId(), "unknown"));
		}
		this.history.add(user.userId(), new HandledEvent(event.id(), event.type(), delivery.deliveryCount()));
		log.info(
				"processed event %s type %s delivery %d".formatted(event.id(), event.type(), delivery.deliveryCount()));
	}

}
