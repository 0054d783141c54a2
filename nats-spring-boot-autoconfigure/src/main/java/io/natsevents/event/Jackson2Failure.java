package io.natsevents.event;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import org.jspecify.annotations.Nullable;

/**
 * Says what a failure of Jackson 2 was and where, in the words of Jackson 3, so that one
 * event is reported alike whoever reads it.
 */
final class Jackson2Failure {

	private Jackson2Failure() {
	}

	/**
	 * See the note on Jackson 3.
	 */
	static boolean isBrokenJson(Exception failure, JsonParser parser) {
		Throwable origin = origin(failure);
		if (origin instanceof StreamReadException ex) {
			return !(ex instanceof InputCoercionException) && ex.getProcessor() == parser;
		}
		return origin instanceof StreamConstraintsException;
	}

	/**
	 * Jackson 2 wraps its own failures to tell the path, Jackson 3 does not.
	 */
	private static Throwable origin(Throwable failure) {
		if (failure.getClass() == JsonMappingException.class && failure.getCause() instanceof JacksonException cause) {
			return origin(cause);
		}
		return failure;
	}

	static String describe(Exception failure) {
		Throwable origin = origin(failure);
		FailureText text = new FailureText(name(origin), origin.getCause());
		if (failure instanceof JsonMappingException ex) {
			ex.getPath()
				.forEach((reference) -> text.step(reference.getFrom(), reference.getFieldName(), reference.getIndex()));
		}
		return text.at(place(failure));
	}

	private static String name(Throwable failure) {
		String name = failure.getClass().getSimpleName();
		return switch (name) {
			case "JsonMappingException" -> "DatabindException";
			case "JsonParseException" -> "StreamReadException";
			case "JsonEOFException" -> "UnexpectedEndOfInputException";
			default -> name;
		};
	}

	static String place(Exception failure) {
		return (origin(failure) instanceof JacksonException ex) ? place(ex.getLocation()) : "";
	}

	static String place(@Nullable JsonLocation location) {
		return (location != null) ? FailureText.place(location.getLineNr(), location.getColumnNr()) : "";
	}

}
