package io.natsevents.event;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads the event in a message, in whichever mode it was written.
 * <p>
 * A {@code Content-Type} that begins {@code application/cloudevents} means structured,
 * else {@code ce-specversion} means binary, and anything else is taken for structured.
 * Names of headers match in any case.
 */
public final class EventMessageReader {

	private static final String CLOUD_EVENTS = "application/cloudevents";

	private final EventCodec codec;

	/**
	 * Makes a reader.
	 * @param codec reads bodies
	 */
	public EventMessageReader(EventCodec codec) {
		this.codec = codec;
	}

	/**
	 * Reads an event.
	 * @param <T> the type of the data
	 * @param headers the message's headers by name
	 * @param body the message's body
	 * @param dataType what the data becomes
	 * @return the event
	 * @throws MalformedEventException if the message is not a CloudEvents 1.x event
	 * @throws InvalidEventDataException if the data does not fit the type
	 */
	public <T> Event<T> read(Collection<Map.Entry<String, List<String>>> headers, byte[] body, Type dataType) {
		if (saysStructured(headers) || !EventHeaders.arePresent(headers)) {
			return this.codec.read(body, dataType);
		}
		try {
			return this.codec.read(EventHeaders.attributes(headers), body, dataType);
		}
		catch (MalformedEventException ex) {
			throw new MalformedEventException(String.valueOf(ex.getMessage()), EventHeaders.eventId(headers));
		}
	}

	/**
	 * Reads the key within which order is kept, and no more of the event than it takes.
	 * @param headers the message's headers by name
	 * @param body the message's body
	 * @return the partition key, else the entity, else {@code null}; also {@code null} if
	 * it cannot be read
	 */
	public @Nullable String readPartitionKey(Collection<Map.Entry<String, List<String>>> headers, byte[] body) {
		try {
			if (saysStructured(headers) || !EventHeaders.arePresent(headers)) {
				return this.codec.readPartitionKey(body);
			}
			return EventHeaders.partitionKey(headers);
		}
		catch (MalformedEventException ex) {
			return null;
		}
	}

	private static boolean saysStructured(Collection<Map.Entry<String, List<String>>> headers) {
		boolean structured = false;
		for (Map.Entry<String, List<String>> header : headers) {
			if (header.getKey().equalsIgnoreCase("Content-Type")) {
				for (String value : header.getValue()) {
					structured |= isStructured(value.strip().toLowerCase(Locale.ROOT));
				}
			}
		}
		return structured;
	}

	private static boolean isStructured(String contentType) {
		if (!contentType.startsWith(CLOUD_EVENTS)) {
			return false;
		}
		int parameters = contentType.indexOf(';');
		String format = ((parameters < 0) ? contentType : contentType.substring(0, parameters)).strip()
			.substring(CLOUD_EVENTS.length());
		if (format.startsWith("-batch")) {
			throw new MalformedEventException(
					"its Content-Type says that it is a batch of events, but a message holds one event");
		}
		if (!format.isEmpty() && !format.equals("+json")) {
			throw new MalformedEventException("its Content-Type names a format of events other than JSON");
		}
		return true;
	}

}
