package io.natsevents.connection;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import io.nats.client.support.NatsJetStreamConstants;
import org.jspecify.annotations.Nullable;

/**
 * A message as a stream holds it.
 *
 * @param subject its subject
 * @param sequence its sequence
 * @param storedAt when the stream took it
 * @param headers its headers
 * @param body its body
 */
public record StoredMessage(String subject, long sequence, Instant storedAt, Headers headers, byte[] body) {

	private static final byte[] NOTHING = {};

	/** What a server adds to the headers of a message it reads directly. */
	private static final List<String> ADDED = List.of(NatsJetStreamConstants.NATS_STREAM,
			NatsJetStreamConstants.NATS_SUBJECT, NatsJetStreamConstants.NATS_SEQUENCE,
			NatsJetStreamConstants.NATS_TIMESTAMP, NatsJetStreamConstants.NATS_NUM_PENDING,
			NatsJetStreamConstants.NATS_LAST_SEQUENCE);

	/**
	 * Read the answer of a leader.
	 * @return the message, or {@code null} when it is none
	 */
	public static @Nullable StoredMessage ofLeader(JsonValue answer) {
		JsonValue message = JsonValueUtils.readObject(answer, "message");
		String subject = JsonValueUtils.readString(message, "subject");
		Long sequence = JsonValueUtils.readLong(message, "seq");
		Instant storedAt = instant(JsonValueUtils.readString(message, "time"));
		if (subject == null || sequence == null || storedAt == null) {
			return null;
		}
		return new StoredMessage(subject, sequence, storedAt, StoredHeaders.read(base64(message, "hdrs")),
				base64(message, "data"));
	}

	private static byte[] base64(JsonValue message, String name) {
		byte[] bytes = JsonValueUtils.readBase64(message, name);
		return (bytes != null) ? bytes : NOTHING;
	}

	/**
	 * Read a message that came directly.
	 * @return the message, or {@code null} when it is none, or the headers it is stored
	 * with make those that the server adds unreadable
	 */
	public static @Nullable StoredMessage ofDirect(Message message) {
		Headers received = message.getHeaders();
		if (received == null) {
			return null;
		}
		// The server's own come last, whatever is stored under these names
		String subject = received.getLast(NatsJetStreamConstants.NATS_SUBJECT);
		String sequence = received.getLast(NatsJetStreamConstants.NATS_SEQUENCE);
		Instant storedAt = instant(received.getLast(NatsJetStreamConstants.NATS_TIMESTAMP));
		if (subject == null || sequence == null || storedAt == null) {
			return null;
		}
		Headers headers = new Headers(received, false, ADDED.toArray(String[]::new));
		byte[] body = (message.getData() != null) ? message.getData() : NOTHING;
		try {
			return new StoredMessage(subject, Long.parseLong(sequence), storedAt, headers, body);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static @Nullable Instant instant(@Nullable String text) {
		try {
			return (text != null) ? Instant.parse(text) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/**
	 * First value of a header, by its name in any case.
	 */
	public @Nullable String header(String name) {
		List<String> values = this.headers.getIgnoreCase(name);
		return (values != null && !values.isEmpty()) ? values.get(0) : null;
	}

	/**
	 * All headers by name.
	 */
	public Map<String, List<String>> headerMap() {
		Map<String, List<String>> map = new TreeMap<>();
		this.headers.forEach((name, values) -> map.put(name, List.copyOf(values)));
		return map;
	}

	/**
	 * What it takes, in bytes of headers and body.
	 */
	public long size() {
		return (long) this.body.length + this.headers.serializedLength();
	}

}
