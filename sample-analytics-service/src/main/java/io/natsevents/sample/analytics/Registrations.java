package io.natsevents.sample.analytics;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.springframework.stereotype.Component;

/**
 * Counts registrations, each event once: delivery is at least once, so the same event may
 * come again.
 */
@Component
class Registrations {

	private final Set<String> countedEvents = new HashSet<>();

	private final Map<String, Long> byOrganization = new TreeMap<>();

	synchronized void count(String eventId, String organizationId) {
		if (this.countedEvents.add(eventId)) {
			this.byOrganization.merge(organizationId, 1L, Long::sum);
		}
	}

	synchronized RegistrationCount current() {
		return new RegistrationCount(this.countedEvents.size(), new TreeMap<>(this.byOrganization));
	}

}
