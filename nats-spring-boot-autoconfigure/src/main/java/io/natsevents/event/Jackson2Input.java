package io.natsevents.event;

import java.io.IOException;
import java.lang.reflect.Type;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * A document read by Jackson 2.
 */
final class Jackson2Input implements JsonInput {

	private final JsonParser parser;

	private final Function<Type, ObjectReader> readers;

	Jackson2Input(JsonParser parser, Function<Type, ObjectReader> readers) {
		this.parser = parser;
		this.readers = readers;
	}

	@Override
	public JsonKind next() throws IOException {
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
	public @Nullable String nextName() throws IOException {
		return this.parser.nextFieldName();
	}

	@Override
	public String text() throws IOException {
		return this.parser.getText();
	}

	@Override
	public byte[] base64() throws IOException {
		return this.parser.getBinaryValue();
	}

	@Override
	public void skip() throws IOException {
		this.parser.skipChildren();
	}

	@Override
	public @Nullable Object bind(Type type) throws IOException {
		return this.readers.apply(type).readValue(this.parser);
	}

	@Override
	public int depth() {
		return this.parser.getParsingContext().getNestingDepth();
	}

	@Override
	public boolean isBroken(Exception failure) {
		return Jackson2Failure.isBrokenJson(failure, this.parser);
	}

	@Override
	public String place() {
		return Jackson2Failure.place(this.parser.currentLocation());
	}

	@Override
	public void close() throws IOException {
		this.parser.close();
	}

}
