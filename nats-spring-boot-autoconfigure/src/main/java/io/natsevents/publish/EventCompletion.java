package io.natsevents.publish;

import io.natsevents.event.CausingEvent;
import io.natsevents.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what an event leaves to the publisher and refuses one that stays incomplete.
 */
final class EventCompletion {

	private final @Nullable String source;

	private final @Nullable String defaultOrganization;

	private final OrganizationResolver organizationResolver;

	EventCompletion(@Nullable String source, @Nullable String defaultOrganization,
			OrganizationResolver organizationResolver) {
		this.source = source;
		this.defaultOrganization = defaultOrganization;
		this.organizationResolver = organizationResolver;
	}

	Event<?> complete(Event<?> event) {
		requireHeaderValue(event);
		Event<?> completed = event;
		if (completed.source() == null) {
			completed = completed
				.source(required("source", this.source, "set it on the event, or set spring.application.name", event));
		}
		if (completed.organizationId() == null) {
			completed = completed.organizationId(required("organizationId", organizationOf(event),
					"set it on the event, declare an OrganizationResolver bean, or set "
							+ "nats.jetstream.publisher.default-organization",
					event));
		}
		CausingEvent cause = CausingEvent.current();
		return (cause != null) ? causedBy(cause, completed) : completed;
	}

	private static void requireHeaderValue(Event<?> event) {
		if (!isPrintableAscii(event.id())) {
			throw new IllegalArgumentException("id '" + event.id() + "' of event (" + event.type()
					+ ") must be printable ASCII, because it is sent in the header Nats-Msg-Id");
		}
	}

	private static boolean isPrintableAscii(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
				return false;
			}
		}
		return true;
	}

	private @Nullable String organizationOf(Event<?> event) {
		String resolved = this.organizationResolver.resolve(event);
		return (resolved != null) ? resolved : this.defaultOrganization;
	}

	private static Event<?> causedBy(CausingEvent cause, Event<?> event) {
		Event<?> caused = event;
		if (caused.correlationId() == null) {
			caused = caused.correlationId(cause.correlationId());
		}
		if (caused.causationId() == null) {
			caused = caused.causationId(cause.id());
		}
		return caused;
	}

	private static String required(String field, @Nullable String value, String remedy, Event<?> event) {
		if (value == null || value.isBlank()) {
			throw new IllegalArgumentException(
					field + " of event " + event.id() + " (" + event.type() + ") is missing: " + remedy);
		}
		return value;
	}

}
