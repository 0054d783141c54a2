package io.natsevents.event;

import java.io.IOException;
import java.lang.reflect.Type;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import org.jspecify.annotations.Nullable;

/**
 * The codec on Jackson 2, for applications that still have it. With default mappers it
 * writes the bytes that {@link JacksonEventCodec} writes.
 */
public final class Jackson2EventCodec extends JsonEventCodec {

	private final ObjectMapper mapper;

	private final ConcurrentMap<Type, ObjectReader> readers = new ConcurrentHashMap<>();

	/**
	 * Makes a codec.
	 * @param mapper the application's mapper; a copy is used that ignores unknown
	 * properties and whose settings for whole documents, such as indentation, are off
	 */
	public Jackson2EventCodec(ObjectMapper mapper) {
		this.mapper = mapper.copy()
			.configure(JsonWriteFeature.QUOTE_FIELD_NAMES.mappedFeature(), true)
			.configure(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8.mappedFeature(), true)
			.configure(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION, false)
			.disable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.WRAP_ROOT_VALUE)
			// Data is bound in the middle of the document, where tokens do follow.
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
					DeserializationFeature.UNWRAP_ROOT_VALUE);
	}

	/**
	 * Makes a mapper for an application that has none: one that writes times and
	 * durations as Jackson 3 and Spring Boot do, as text.
	 * @return the mapper
	 */
	public static ObjectMapper defaultMapper() {
		return new ObjectMapper().findAndRegisterModules()
			.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
					SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);
	}

	@Override
	JsonInput open(byte[] json) throws IOException {
		return new Jackson2Input(this.mapper.createParser(json), this::reader);
	}

	private ObjectReader reader(Type dataType) {
		ObjectReader reader = this.readers.get(dataType);
		return (reader != null) ? reader : this.readers.computeIfAbsent(dataType,
				(type) -> this.mapper.readerFor(this.mapper.constructType(type)));
	}

	@Override
	byte[] writeEvent(EventAttributes attributes, @Nullable Object data) throws IOException {
		BufferRecycler recycler = this.mapper.getFactory()._getBufferRecycler();
		try (ByteArrayBuilder body = new ByteArrayBuilder(recycler)) {
			try (JsonGenerator generator = this.mapper.createGenerator(body)) {
				generator.writeStartObject();
				attributes.forEach(data != null, generator::writeStringField);
				if (data != null) {
					generator.writeFieldName("data");
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
	byte[] writeValue(Object data) throws IOException {
		return this.mapper.writeValueAsBytes(data);
	}

	@Override
	boolean isJsonFailure(Exception failure) {
		return failure instanceof IOException;
	}

	@Override
	String describe(Exception failure) {
		return Jackson2Failure.describe(failure);
	}

	@Override
	String place(Exception failure) {
		return Jackson2Failure.place(failure);
	}

}
