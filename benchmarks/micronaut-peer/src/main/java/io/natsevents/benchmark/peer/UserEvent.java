package io.natsevents.benchmark.peer;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import io.micronaut.serde.annotation.Serdeable;

/**
 * A CloudEvents 1.0 event as a record.
 *
 * @param specversion {@code 1.0}
 * @param id unique id
 * @param source who tells
 * @param type what happened
 * @param time when it happened
 * @param datacontenttype {@code application/json}
 * @param organizationid the organization
 * @param schemaversion version of the data
 * @param subject the entity
 * @param data the data
 */
@Serdeable
record UserEvent(String specversion, String id, String source, String type, Instant time, String datacontenttype,
		String organizationid, String schemaversion, String subject, UserCreated data) {

	/** Type of the events and subject of their messages. */
	static final String CREATED = "auth.user.created";

	static UserEvent created(UserCreated data) {
		return new UserEvent("1.0", newId(), "urn:service:benchmark", CREATED, Instant.now(), "application/json",
				"acme", "1.0", data.userId(), data);
	}

	/**
	 * A UUID of version 7, without waiting for a source of secure randomness.
	 */
	private static String newId() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		long most = (System.currentTimeMillis() << 16) | 0x7000L | random.nextInt(0x1000);
		long least = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
		return new UUID(most, least).toString();
	}

}
