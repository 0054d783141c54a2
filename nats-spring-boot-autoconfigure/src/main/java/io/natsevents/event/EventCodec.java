package io.natsevents.event;

import java.lang.reflect.Type;

/**
 * Writes events as structured CloudEvents JSON and reads them.
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

}
