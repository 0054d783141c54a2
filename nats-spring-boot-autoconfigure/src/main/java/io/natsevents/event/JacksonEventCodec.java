package io.natsevents.event;

import java.lang.reflect.Type;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadFeature;
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
public final class JacksonEventCodec extends JsonEventCodec {

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
	JsonInput open(byte[] json) {
		return new JacksonInput(this.mapper.createParser(json), this::reader);
	}

	private ObjectReader reader(Type dataType) {
		ObjectReader reader = this.readers.get(dataType);
		return (reader != null) ? reader : this.readers.computeIfAbsent(dataType,
				(type) -> this.mapper.readerFor(this.mapper.constructType(type)));
	}

	@Override
	byte[] writeEvent(EventAttributes attributes, @Nullable Object data) {
		BufferRecycler recycler = this.mapper.tokenStreamFactory()._getBufferRecycler();
		try (ByteArrayBuilder body = new ByteArrayBuilder(recycler)) {
			try (JsonGenerator generator = this.mapper.createGenerator(body)) {
				generator.writeStartObject();
				attributes.forEach(data != null, generator::writeStringProperty);
				if (data != null) {
					generator.writeName("data");
					generator.writePOJO(data);
				}
				generator.writeEndObject();
			}
			return body.getClearAndRelease();
		}
		finally {
			recycler.releaseToPool();
		}
	}

	@Override
	byte[] writeValue(Object data) {
		return this.mapper.writeValueAsBytes(data);
	}

	@Override
	boolean isJsonFailure(Exception failure) {
		return failure instanceof JacksonException;
	}

	@Override
	String describe(Exception failure) {
		return JacksonFailure.describe(failure);
	}

	@Override
	String place(Exception failure) {
		return JacksonFailure.place(failure);
	}

}
