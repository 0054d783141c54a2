package io.natsevents.event;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;

/**
 * Says what a failure of Jackson 3 was and where.
 */
final class JacksonFailure {

	private JacksonFailure() {
	}

	// A number too big for an int is a stream failure to Jackson though the JSON is fine,
	// and a deserializer may fail on another stream, such as JSON within a string.
	static boolean isBrokenJson(Exception failure, JsonParser parser) {
		if (failure instanceof StreamReadException ex) {
			return !(ex instanceof InputCoercionException) && ex.processor() == parser;
		}
		return failure instanceof StreamConstraintsException;
	}

	static String describe(Exception failure) {
		FailureText text = new FailureText(failure.getClass().getSimpleName(), failure.getCause());
		if (failure instanceof JacksonException ex) {
			ex.getPath()
				.forEach((reference) -> text.step(reference.from(), reference.getPropertyName(), reference.getIndex()));
		}
		return text.at(place(failure));
	}

	static String place(Exception failure) {
		return (failure instanceof JacksonException ex) ? place(ex.getLocation()) : "";
	}

	static String place(@Nullable TokenStreamLocation location) {
		return (location != null) ? FailureText.place(location.getLineNr(), location.getColumnNr()) : "";
	}

}
