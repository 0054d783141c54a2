package io.natsevents.observe;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.natsevents.deadletter.DeadLetterQuery;
import io.natsevents.deadletter.DeadLetterReason;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is asked of an endpoint about dead letters or replays. All methods throw
 * {@link IllegalArgumentException} with a text for the one who asks.
 */
final class EndpointParameters {

	private EndpointParameters() {
	}

	static DeadLetterQuery query(@Nullable String stream, @Nullable String durable, @Nullable String type,
			@Nullable String organization, @Nullable String reason, @Nullable String from, @Nullable String until) {
		return new DeadLetterQuery(stream, durable, type, organization, reason(reason), time("from", from),
				time("until", until), DeadLetterQuery.DEFAULT_LIMIT, 0);
	}

	static int limit(@Nullable String text) {
		return (text != null) ? (int) Math.max(-1, Math.min(Integer.MAX_VALUE, number("limit", text)))
				: DeadLetterQuery.DEFAULT_LIMIT;
	}

	static long after(@Nullable String text) {
		return (text != null) ? number("after", text) : 0;
	}

	static double rate(@Nullable String text) {
		try {
			return (text != null) ? Double.parseDouble(text) : 0;
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("'" + text + "' is no number, for ratePerSecond", ex);
		}
	}

	static boolean flag(String name, @Nullable String text) {
		if (text == null || text.equals("false")) {
			return false;
		}
		if (text.isEmpty() || text.equals("true")) {
			return true;
		}
		throw new IllegalArgumentException("'" + text + "' is neither true nor false, for " + name);
	}

	static String because(@Nullable String text) {
		if (text == null || text.isBlank()) {
			throw new IllegalArgumentException("say why, with the parameter 'because'; it is logged");
		}
		return text;
	}

	private static @Nullable DeadLetterReason reason(@Nullable String text) {
		if (text == null) {
			return null;
		}
		String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
		return Arrays.stream(DeadLetterReason.values())
			.filter((reason) -> reason.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"'" + text + "' is no reason; reasons are " + Arrays.toString(DeadLetterReason.values())));
	}

	static @Nullable Instant time(String name, @Nullable String text) {
		try {
			// In a query an unescaped plus sign is a space
			return (text != null) ? OffsetDateTime.parse(text.replace(' ', '+')).toInstant() : null;
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException(
					"'" + text + "' is no time, for " + name + "; write it like 2026-01-31T03:00:00Z", ex);
		}
	}

	/**
	 * What was meant to narrow a choice and names nothing, as an empty variable of a
	 * shell does, must not widen it to everything.
	 */
	static List<String> entries(String name, @Nullable String text) {
		List<String> entries = (text != null) ? entries(text) : List.of();
		if (text != null && entries.isEmpty()) {
			throw new IllegalArgumentException(name + " names none; leave it out for all of them");
		}
		return entries;
	}

	static List<String> entries(String text) {
		return Arrays.stream(text.split(",")).map(String::strip).filter((entry) -> !entry.isEmpty()).toList();
	}

	static long number(String name, String text) {
		try {
			return Long.parseLong(text);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("'" + text + "' is no number, for " + name, ex);
		}
	}

}
