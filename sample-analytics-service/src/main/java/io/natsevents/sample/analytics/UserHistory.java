package io.natsevents.sample.analytics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.stereotype.Component;

/**
 * Remembers the events of each user in the order they were handled.
 */
@Component
class UserHistory {

	private final Map<String, List<HandledEvent>> eventsOfUsers = new ConcurrentHashMap<>();

	void add(String userId, HandledEvent event) {
		this.eventsOfUsers.computeIfAbsent(userId, (key) -> new CopyOnWriteArrayList<>()).add(event);
	}

	List<HandledEvent> of(String userId) {
		return this.eventsOfUsers.getOrDefault(userId, List.of());
	}

}
