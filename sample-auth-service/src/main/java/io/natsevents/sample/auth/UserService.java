package io.natsevents.sample.auth;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.natsevents.event.Event;
import io.natsevents.publish.EventPublisher;
import io.natsevents.publish.PublishReceipt;

import org.springframework.stereotype.Service;

/**
 * Keeps users in memory and announces every change.
 * <p>
 * A change is published first and made afterwards. When publishing fails nothing has
 * changed here, so the caller may try again. When the outcome is unknown, others may
 * nevertheless hear of a change that was not made: two systems cannot change together
 * without an outbox.
 */
@Service
class UserService {

	private final Map<String, User> users = new ConcurrentHashMap<>();

	private final EventPublisher publisher;

	UserService(EventPublisher publisher) {
		this.publisher = publisher;
	}

	PublishedChange register(Registration registration) {
		User user = new User(UUID.randomUUID().toString(), registration.email(), registration.displayName(),
				registration.organizationId());
		PublishReceipt receipt = publish("auth.user.created", user,
				new UserCreated(user.id(), user.email(), user.displayName()));
		this.users.put(user.id(), user);
		return PublishedChange.of(user.id(), receipt);
	}

	PublishedChange rename(String userId, String displayName) {
		User user = find(userId).withDisplayName(displayName);
		PublishReceipt receipt = publish("auth.user.updated", user,
				new UserUpdated(user.id(), user.email(), user.displayName()));
		// Not put: a user who was deleted meanwhile must not come back.
		this.users.replace(userId, user);
		return PublishedChange.of(userId, receipt);
	}

	void delete(String userId) {
		publish("auth.user.deleted", find(userId), new UserDeleted(userId));
		this.users.remove(userId);
	}

	User find(String userId) {
		User user = this.users.get(userId);
		if (user == null) {
			throw new UnknownUserException(userId);
		}
		return user;
	}

	private PublishReceipt publish(String type, User user, Object data) {
		return this.publisher
			.publish(Event.of(type, data).organizationId(user.organizationId()).entity("user/" + user.id()));
	}

}
