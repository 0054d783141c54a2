package io.natsevents.event;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.ByteArrayBuilder;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The codec on Jackson 3: the envelope is written and read field by field, the data in
 * the same pass by the application's mapper.
 */
public final class JacksonEventCodec implements EventCodec {

	private static final SerializedString SPEC_VERSION = new SerializedString("specversion");

	private static final SerializedString ID = new SerializedString("id");

	private static final SerializedString SOURCE = new SerializedString("source");

	private static final SerializedString TYPE = new SerializedString("type");

	private static final SerializedString TIME = new SerializedString("time");

	private static final SerializedString SUBJECT = new SerializedString("subject");

	private static final SerializedString DATA_CONTENT_TYPE = new SerializedString("datacontenttype");

	private static final SerializedString ORGANIZATION_ID = new SerializedString("organizationid");

	private static final SerializedString SCHEMA_VERSION = new SerializedString("schemaversion");

	private static final SerializedString PARTITION_KEY = new SerializedString("partitionkey");

	private static final SerializedString CORRELATION_ID = new SerializedString("correlationid");

	private static final SerializedString CAUSATION_ID = new SerializedString("causationid");

	private static final SerializedString IDEMPOTENCY_KEY = new SerializedString("idempotencykey");

	private static final SerializedString VISIBILITY = new SerializedString("visibility");

	private static final SerializedString DATA = new SerializedString("data");

	private static final SerializedString VERSION_1_0 = new SerializedString("1.0");

	private static final SerializedString JSON = new SerializedString("application/json");

	private final JsonMapper mapper;

	private final ConcurrentMap<Type, ObjectReader> readers = new ConcurrentHashMap<>();

	/**
	 * Makes a codec.
	 * @param mapper the application's mapper; a copy is used that ignores unknown
	 * properties and whose settings for whole documents, such as indentation, are off
	 */
	public JacksonEventCodec(JsonMapper mapper) {
		this.mapper = mapper.rebuild()
			.enable(JsonWriteFeature.QUOTE_PROPERTY_NAMES)
			.disable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.WRAP_ROOT_VALUE)
			// Data is bound in the middle of the document, where tokens do follow.
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
					DeserializationFeature.UNWRAP_ROOT_VALUE)
			.disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
			.build();
	}

	@Override
	public byte[] write(Event<?> event) {
		if (event.source() == null) {
			throw new EventSerializationException(
					"event %s of type %s has no source; set one with Event.source".formatted(event.id(), event.type()),
					null);
		}
		BufferRecycler recycler = this.mapper.tokenStreamFactory()._getBufferRecycler();
		try (ByteArrayBuilder body = new ByteArrayBuilder(recycler)) {
			try (JsonGenerator generator = this.mapper.createGenerator(body)) {
				writeObject(generator, event);
			}
			return body.getClearAndRelease();
		}
		// A getter of the data may throw anything, and mappers may leave it unwrapped.
		catch (RuntimeException ex) {
			throw new EventSerializationException("event %s of type %s cannot be written: %s".formatted(event.id(),
					event.type(), JacksonFailure.describe(ex)), ex);
		}
		finally {
			recycler.releaseToPool();
		}
	}

	private static void writeObject(JsonGenerator generator, Event<?> event) {
		EventAttributes attributes = event.attributes();
		Object data = event.data();
		generator.writeStartObject();
		generator.writeName(SPEC_VERSION);
		generator.writeString(VERSION_1_0);
		write(generator, ID, attributes.id);
		write(generator, SOURCE, attributes.source);
		write(generator, TYPE, attributes.type);
		write(generator, TIME, Rfc3339.format(attributes.time));
		write(generator, SUBJECT, attributes.entity);
		if (data != null) {
			generator.writeName(DATA_CONTENT_TYPE);
			generator.writeString(JSON);
		}
		write(generator, ORGANIZATION_ID, attributes.organizationId);
		write(generator, SCHEMA_VERSION, attributes.schemaVersion.toString());
		write(generator, PARTITION_KEY, attributes.effectivePartitionKey());
		write(generator, CORRELATION_ID, attributes.correlationId);
		write(generator, CAUSATION_ID, attributes.causationId);
		write(generator, IDEMPOTENCY_KEY, attributes.idempotencyKey);
		write(generator, VISIBILITY, attributes.visibility.value());
		for (Map.Entry<String, String> extension : attributes.extensions.entrySet()) {
			generator.writeName(extension.getKey());
			generator.writeString(extension.getValue());
		}
		if (data != null) {
			generator.writeName(DATA);
			generator.writePOJO(data);
		}
		generator.writeEndObject();
	}

	private static void write(JsonGenerator generator, SerializedString name, @Nullable String value) {
		if (value != null) {
			generator.writeName(name);
			generator.writeString(value);
		}
	}

	@Override
	public <T> Event<T> read(byte[] body, Type dataType) {
		try (JsonParser parser = this.mapper.createParser(body)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				throw new MalformedEventException("the body is not a JSON object");
			}
			Event<T> event = readObject(parser, dataType);
			if (parser.nextToken() != null) {
				throw new MalformedEventException(
						"something follows the JSON object" + JacksonFailure.place(parser.currentLocation()));
			}
			return event;
		}
		catch (JacksonException ex) {
			throw new MalformedEventException("the body is not readable JSON: " + JacksonFailure.describe(ex));
		}
	}

	private <T> Event<T> readObject(JsonParser parser, Type dataType) {
		EnvelopeReader envelope = new EnvelopeReader();
		@Nullable T data = null;
		byte @Nullable [] binary = null;
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			JsonToken token = parser.nextToken();
			if (token == JsonToken.VALUE_NULL) {
				continue;
			}
			switch (name) {
				case "data" -> data = bind(parser, envelope, dataType);
				case "data_base64" -> binary = readBinary(parser, token);
				default -> readAttribute(parser, envelope, name, token);
			}
		}
		if (binary != null) {
			if (data != null) {
				throw new MalformedEventException("attributes 'data' and 'data_base64' exclude each other");
			}
			data = bindBinary(binary, envelope, dataType);
		}
		return envelope.event(data);
	}

	private static void readAttribute(JsonParser parser, EnvelopeReader envelope, String name, JsonToken token) {
		if (token == JsonToken.VALUE_STRING) {
			envelope.text(name, parser.getString());
		}
		else if (token.isScalarValue()) {
			envelope.scalar(name, parser.getString());
		}
		else {
			envelope.structure(name);
			parser.skipChildren();
		}
	}

	private static byte[] readBinary(JsonParser parser, JsonToken token) {
		if (token != JsonToken.VALUE_STRING) {
			throw new MalformedEventException("attribute 'data_base64' is not a JSON string");
		}
		try {
			return parser.getBinaryValue();
		}
		catch (JacksonException ex) {
			throw new MalformedEventException(
					"attribute 'data_base64' is not base64" + JacksonFailure.place(ex.getLocation()));
		}
	}

	@SuppressWarnings("unchecked")
	private <T> @Nullable T bindBinary(byte[] binary, EnvelopeReader envelope, Type dataType) {
		boolean json = envelope.hasJsonData();
		if (dataType == byte[].class || (dataType == Object.class && !json)) {
			return (T) binary;
		}
		if (!json) {
			throw new InvalidEventDataException(envelope.eventId(), envelope.eventType(),
					"data is not JSON by its datacontenttype, so it can be read as byte[] only, not as %s"
						.formatted(dataType.getTypeName()));
		}
		try (JsonParser parser = this.mapper.createParser(binary)) {
			return (parser.nextToken() == JsonToken.VALUE_NULL) ? null : bind(parser, envelope, dataType);
		}
	}

	private <T> @Nullable T bind(JsonParser parser, EnvelopeReader envelope, Type dataType) {
		JsonToken first = parser.currentToken();
		int opened = (first != null && first.isStructStart()) ? 1 : 0;
		int depth = parser.streamReadContext().getNestingDepth() - opened;
		@Nullable T data;
		try {
			data = reader(dataType).readValue(parser);
		}
		catch (RuntimeException ex) {
			if (JacksonFailure.isBrokenJson(ex, parser)) {
				throw ex;
			}
			throw new InvalidEventDataException(envelope.eventId(), envelope.eventType(),
					"data cannot be read as %s: %s".formatted(dataType.getTypeName(), JacksonFailure.describe(ex)));
		}
		// Some deserializers stop early without failing, Jackson 3.1's own for lists of
		// strings on [["a"]]. What is left of the data must not pass for attributes.
		if (parser.streamReadContext().getNestingDepth() != depth) {
			throw new InvalidEventDataException(envelope.eventId(), envelope.eventType(),
					"data cannot be read as %s: its deserializer stopped before the end of the data%s"
						.formatted(dataType.getTypeName(), JacksonFailure.place(parser.currentLocation())));
		}
		return data;
	}

	private ObjectReader reader(Type dataType) {
		ObjectReader reader = this.readers.get(dataType);
		return (reader != null) ? reader : this.readers.computeIfAbsent(dataType,
				(type) -> this.mapper.readerFor(this.mapper.constructType(type)));
	}

}
