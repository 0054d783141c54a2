package io.natsevents.benchmark.bare;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import io.natsevents.benchmark.UserCreated;

/**
 * A CloudEvents 1.0 event as a record, with the attributes that ours has.
 *
 * @param specversion {@code 1.0}
 * @param id unique id
 * @param source who tells
 * @param type what happened
 * @param datacontenttype {@code application/json}
 * @param subject the entity
 * @param time when it happened
 * @param organizationid the organization
 * @param schemaversion version of the data
 * @param data the data
 */
public record BareEvent(String specversion, String id, String source, String type, String datacontenttype,
		String subject, Instant time, String organizationid, String schemaversion, UserCreated data) {

	/**
	 * Make one.
	 * @param data the data
	 * @param entity what it is about
	 * @return the event
	 */
	public static BareEvent of(UserCreated data, String entity) {
		return of(UserCreated.TYPE, data, entity);
	}

	/**
	 * Make one of another type.
	 * @param type what happened
	 * @param data the data
	 * @param entity what it is about
	 * @return the event
	 */
	public static BareEvent of(String type, UserCreated data, String entity) {
		return new BareEvent("1.0", newId(), "urn:service:benchmark", type, "application/json", entity, Instant.now(),
				"acme", "1.0", data);
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
