package io.natsevents.event;

import java.lang.reflect.Type;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.ObjectReader;

/**
 * A document read by Jackson 3.
 */
final class JacksonInput implements JsonInput {

	private final JsonParser parser;

	private final Function<Type, ObjectReader> readers;

	JacksonInput(JsonParser parser, Function<Type, ObjectReader> readers) {
		this.parser = parser;
		this.readers = readers;
	}

	@Override
	public JsonKind next() {
		JsonToken token = this.parser.nextToken();
		if (token == null) {
			return JsonKind.NONE;
		}
		return switch (token) {
			case VALUE_NULL -> JsonKind.NULL;
			case VALUE_STRING -> JsonKind.STRING;
			case START_OBJECT -> JsonKind.OBJECT;
			case START_ARRAY -> JsonKind.ARRAY;
			default -> JsonKind.SCALAR;
		};
	}

	@Override
	public @Nullable String nextName() {
		return this.parser.nextName();
	}

	@Override
	public String text() {
		return this.parser.getString();
	}

	@Override
	public byte[] base64() {
		return this.parser.getBinaryValue();
	}

	@Override
	public void skip() {
		this.parser.skipChildren();
	}

	@Override
	public @Nullable Object bind(Type type) {
		return this.readers.apply(type).readValue(this.parser);
	}

	@Override
	public int depth() {
		return this.parser.streamReadContext().getNestingDepth();
	}

	@Override
	public boolean isBroken(Exception failure) {
		return JacksonFailure.isBrokenJson(failure, this.parser);
	}

	@Override
	public String place() {
		return JacksonFailure.place(this.parser.currentLocation());
	}

	@Override
	public void close() {
		this.parser.close();
	}

}
