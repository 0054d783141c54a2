package io.natsevents.event;

import java.lang.reflect.Type;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Writes events as CloudEvents with JSON data and reads them: as one JSON object
 * (structured), or as attributes beside the data (binary).
 */
public interface EventCodec {

	/**
	 * The content type of what {@link #write(Event)} returns.
	 */
	String CONTENT_TYPE = "application/cloudevents+json; charset=utf-8";

	/**
	 * Writes an event as one JSON object in UTF-8, attributes in a fixed order and
	 * {@code data} last.
	 * @param event the event, with a source
	 * @return the bytes
	 * @throws EventSerializationException if the event has no source or its data cannot
	 * be written
	 */
	byte[] write(Event<?> event);

	/**
	 * Writes the data of an event alone, as JSON in UTF-8.
	 * @param event the event
	 * @return the bytes, none if there is no data
	 * @throws EventSerializationException if the data cannot be written
	 */
	byte[] writeData(Event<?> event);

	/**
	 * Reads an event whose attributes may stand in any order; of an attribute given twice
	 * the last wins.
	 * <p>
	 * Unknown attributes of a simple type become {@link Event#extensions() extensions},
	 * unknown objects and arrays are ignored. The organization may be missing, and a
	 * missing {@code schemaversion} or {@code visibility} is {@code 1.0} or
	 * {@code internal}.
	 * @param <T> the type of the data
	 * @param body the JSON in UTF-8
	 * @param dataType what {@code data} becomes: a class, a generic type, or
	 * {@code Object} for maps, lists and simple values
	 * @return the event
	 * @throws MalformedEventException if the body is not a CloudEvents 1.x event with
	 * {@code id}, {@code source}, {@code type} and {@code time}
	 * @throws InvalidEventDataException if {@code data} does not fit the type
	 */
	<T> Event<T> read(byte[] body, Type dataType);

	/**
	 * Reads an event whose attributes came beside its data, by the same rules.
	 * @param <T> the type of the data
	 * @param attributes the attributes by name, decoded
	 * @param data the data as {@code datacontenttype} says, JSON in UTF-8 when it says
	 * nothing; empty if there is none
	 * @param dataType what the data becomes
	 * @return the event
	 * @throws MalformedEventException if the attributes are not those of a CloudEvents
	 * 1.x event, or the data is not the JSON it should be
	 * @throws InvalidEventDataException if the data does not fit the type
	 */
	<T> Event<T> read(Map<String, String> attributes, byte[] data, Type dataType);

	/**
	 * Reads the key within which order is kept, and no more of the event than it takes.
	 * @param body the JSON in UTF-8
	 * @return the partition key, else the entity, else {@code null}; also {@code null} if
	 * the body cannot be read
	 */
	default @Nullable String readPartitionKey(byte[] body) {
		try {
			return this.<Object>read(body, Object.class).partitionKey();
		}
		catch (MalformedEventException | InvalidEventDataException ex) {
			// Whoever reads the whole event is told what is wrong with it
			return null;
		}
	}

}
