package io.natsevents.event;

import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * The codec but for the JSON library: what an envelope is, and what is said of one that
 * cannot be read or written.
 */
abstract class JsonEventCodec implements EventCodec {

	private static final byte[] NO_DATA = {};

	/**
	 * Opens a document.
	 */
	abstract JsonInput open(byte[] json) throws IOException;

	/**
	 * Writes a whole event.
	 */
	abstract byte[] writeEvent(EventAttributes attributes, @Nullable Object data) throws IOException;

	/**
	 * Writes data alone.
	 */
	abstract byte[] writeValue(Object data) throws IOException;

	/**
	 * Says whether it is a failure of the JSON library.
	 */
	abstract boolean isJsonFailure(Exception failure);

	/**
	 * Says what a failure was and where, without the values the library quotes: events
	 * may hold what must not get into a log.
	 */
	abstract String describe(Exception failure);

	/**
	 * Says where in the document it failed, as far as is known.
	 */
	abstract String place(Exception failure);

	@Override
	public final byte[] write(Event<?> event) {
		return written(event, () -> writeEvent(event.attributes(), event.data()));
	}

	@Override
	public final byte[] writeData(Event<?> event) {
		Object data = event.data();
		return (data != null) ? written(event, () -> writeValue(data)) : NO_DATA;
	}

	private byte[] written(Event<?> event, Callable<byte[]> writing) {
		try {
			return writing.call();
		}
		catch (EventSerializationException ex) {
			throw ex;
		}
		// A getter of the data may throw anything, and mappers may leave it unwrapped.
		catch (Exception ex) {
			throw new EventSerializationException(
					"event %s of type %s cannot be written: %s".formatted(event.id(), event.type(), describe(ex)), ex);
		}
	}

	@Override
	public final <T> Event<T> read(byte[] body, Type dataType) {
		requireUtf8("body", body);
		try (JsonInput input = open(body)) {
			if (input.next() != JsonKind.OBJECT) {
				throw new MalformedEventException("the body is not a JSON object");
			}
			Event<T> event = readObject(input, dataType);
			requireEnd(input, "JSON object");
			return event;
		}
		catch (IOException | RuntimeException ex) {
			throw unreadable("body", ex);
		}
	}

	@Override
	public final @Nullable String readPartitionKey(byte[] body) {
		try (JsonInput input = open(body)) {
			return (input.next() == JsonKind.OBJECT) ? partitionKey(input) : null;
		}
		catch (IOException | RuntimeException ex) {
			// Whoever reads the whole event is told what is wrong with it
			return null;
		}
	}

	/**
	 * Our own publishers write the key before the data, so that no data is looked at.
	 */
	private static @Nullable String partitionKey(JsonInput input) throws IOException {
		String entity = null;
		for (String name = input.nextName(); name != null; name = input.nextName()) {
			JsonKind kind = input.next();
			boolean text = kind == JsonKind.STRING;
			if (text && name.equals("partitionkey") && !input.text().isBlank()) {
				return input.text();
			}
			if (text && name.equals("subject") && !input.text().isBlank()) {
				entity = input.text();
			}
			else if (kind.isStructure()) {
				input.skip();
			}
		}
		return entity;
	}

	@Override
	public final <T> Event<T> read(Map<String, String> attributes, byte[] data, Type dataType) {
		EnvelopeReader envelope = new EnvelopeReader();
		attributes.forEach(envelope::text);
		envelope.requireComplete();
		if (data.length == 0) {
			return envelope.event(null);
		}
		if (!envelope.hasJsonData()) {
			return envelope.event(content(data, envelope, dataType));
		}
		requireUtf8("data", data);
		try {
			return envelope.event(bindDocument(data, envelope, dataType));
		}
		catch (IOException | RuntimeException ex) {
			throw unreadable("data", ex);
		}
	}

	private <T> Event<T> readObject(JsonInput input, Type dataType) throws IOException {
		EnvelopeReader envelope = new EnvelopeReader();
		@Nullable T data = null;
		byte @Nullable [] bytes = null;
		for (String name = input.nextName(); name != null; name = input.nextName()) {
			JsonKind kind = input.next();
			if (kind == JsonKind.NULL) {
				continue;
			}
			switch (name) {
				case "data" -> data = bind(input, kind, envelope, dataType);
				case "data_base64" -> bytes = readBase64(input, kind);
				default -> readAttribute(input, kind, envelope, name);
			}
		}
		if (bytes != null) {
			if (data != null) {
				throw new MalformedEventException("attributes 'data' and 'data_base64' exclude each other");
			}
			data = (dataType == byte[].class || !envelope.hasJsonData()) ? content(bytes, envelope, dataType)
					: bindDocument(bytes, envelope, dataType);
		}
		return envelope.event(data);
	}

	private static void readAttribute(JsonInput input, JsonKind kind, EnvelopeReader envelope, String name)
			throws IOException {
		if (kind == JsonKind.STRING) {
			envelope.text(name, input.text());
		}
		else if (kind.isStructure()) {
			envelope.structure(name);
			input.skip();
		}
		else {
			envelope.scalar(name, input.text());
		}
	}

	private byte[] readBase64(JsonInput input, JsonKind kind) throws IOException {
		if (kind != JsonKind.STRING) {
			throw new MalformedEventException("attribute 'data_base64' is not a JSON string");
		}
		try {
			return input.base64();
		}
		catch (IOException | RuntimeException ex) {
			if (!isJsonFailure(ex)) {
				throw ex;
			}
			throw new MalformedEventException("attribute 'data_base64' is not base64" + place(ex));
		}
	}

	/**
	 * Data that is handed over as it is.
	 */
	@SuppressWarnings("unchecked")
	private static <T> T content(byte[] bytes, EnvelopeReader envelope, Type dataType) {
		if (dataType == byte[].class || dataType == Object.class) {
			return (T) bytes;
		}
		throw new InvalidEventDataException(envelope.eventId(), envelope.eventType(),
				"data is not JSON by its datacontenttype, so it can be read as byte[] only, not as %s"
					.formatted(dataType.getTypeName()));
	}

	private <T> @Nullable T bindDocument(byte[] json, EnvelopeReader envelope, Type dataType) throws IOException {
		try (JsonInput input = open(json)) {
			JsonKind kind = input.next();
			@Nullable T data = (kind != JsonKind.NULL) ? bind(input, kind, envelope, dataType) : null;
			requireEnd(input, "data");
			return data;
		}
	}

	@SuppressWarnings("unchecked")
	private <T> @Nullable T bind(JsonInput input, JsonKind kind, EnvelopeReader envelope, Type dataType)
			throws IOException {
		int depth = input.depth() - (kind.isStructure() ? 1 : 0);
		@Nullable T data;
		try {
			data = (T) input.bind(dataType);
		}
		catch (IOException | RuntimeException ex) {
			if (input.isBroken(ex)) {
				throw ex;
			}
			throw new InvalidEventDataException(envelope.eventId(), envelope.eventType(),
					"data cannot be read as %s: %s".formatted(dataType.getTypeName(), describe(ex)));
		}
		// Some deserializers stop early without failing, Jackson's own for lists of
		// strings on [["a"]]. What is left of the data must not pass for attributes.
		if (input.depth() != depth) {
			throw new InvalidEventDataException(envelope.eventId(), envelope.eventType(),
					"data cannot be read as %s: its deserializer stopped before the end of the data%s"
						.formatted(dataType.getTypeName(), input.place()));
		}
		return data;
	}

	private static void requireEnd(JsonInput input, String what) throws IOException {
		if (input.next() != JsonKind.NONE) {
			throw new MalformedEventException("something follows the " + what + input.place());
		}
	}

	private static void requireUtf8(String what, byte[] bytes) {
		int invalid = StrictUtf8.firstInvalid(bytes);
		if (invalid >= 0) {
			throw new MalformedEventException("the %s is not UTF-8 at byte %d".formatted(what, invalid));
		}
	}

	private RuntimeException unreadable(String what, Exception failure) {
		if (failure instanceof RuntimeException other && !isJsonFailure(failure)) {
			return other;
		}
		return new MalformedEventException("the %s is not readable JSON: %s".formatted(what, describe(failure)));
	}

}
