package io.natsevents.event;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;

/**
 * Says what a failure of Jackson 3 was and where, without the values its messages quote:
 * events may hold what must not get into a log.
 */
final class JacksonFailure {

	private JacksonFailure() {
	}

	// A number too big for an int is a stream failure to Jackson though the JSON is fine,
	// and a deserializer may fail on another stream, such as JSON within a string.
	static boolean isBrokenJson(RuntimeException failure, JsonParser parser) {
		if (failure instanceof StreamReadException ex) {
			return !(ex instanceof InputCoercionException) && ex.processor() == parser;
		}
		return failure instanceof StreamConstraintsException;
	}

	static String describe(RuntimeException failure) {
		StringBuilder description = new StringBuilder(failure.getClass().getSimpleName());
		Throwable cause = failure.getCause();
		if (cause != null) {
			description.append(" caused by ").append(cause.getClass().getName());
		}
		if (failure instanceof JacksonException ex) {
			if (!ex.getPath().isEmpty()) {
				description.append(" at data");
				ex.getPath().forEach((reference) -> append(description, reference));
			}
			description.append(place(ex.getLocation()));
		}
		return description.toString();
	}

	private static void append(StringBuilder path, JacksonException.Reference reference) {
		// The keys of a map are content too.
		if (reference.from() instanceof Map) {
			path.append(".*");
		}
		else if (reference.getPropertyName() != null) {
			path.append('.').append(reference.getPropertyName());
		}
		else {
			path.append('[').append(reference.getIndex()).append(']');
		}
	}

	static String place(@Nullable TokenStreamLocation location) {
		return (location == null || location.getLineNr() < 0) ? ""
				: " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
	}

}
