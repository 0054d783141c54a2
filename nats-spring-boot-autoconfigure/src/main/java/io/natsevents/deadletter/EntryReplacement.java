package io.natsevents.deadletter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.nats.client.impl.Headers;
import io.natsevents.connection.StoredMessage;
import io.natsevents.deadletter.RedriveTarget.Failed;

/**
 * The headers of what takes the place of a dead letter's entry. Pure functions; the body
 * is always that of the entry.
 */
final class EntryReplacement {

	private static final String SHORTENED = "message";

	private static final String STACK_TRACE = "stack-trace";

	private EntryReplacement() {
	}

	/**
	 * The entry while somebody redrives it.
	 */
	static Headers claimed(StoredMessage entry, Instant until, String by) {
		Headers headers = released(entry);
		headers.put(DeadLetterHeaders.CLAIMED_UNTIL, until.toString());
		headers.put(DeadLetterHeaders.CLAIMED_BY, by);
		return headers;
	}

	/**
	 * The entry as it was, held by nobody.
	 */
	static Headers released(StoredMessage entry) {
		Headers headers = new Headers();
		entry.headers().forEach((name, values) -> {
			if (isOfEntry(name)) {
				headers.put(name, values);
			}
		});
		return headers;
	}

	/**
	 * The entry after it has failed once more.
	 * @param entry the entry
	 * @param deliveries how often it was delivered now
	 * @param failed how it failed
	 * @param now when
	 * @param stackTrace whether to tell the stack trace, as far as there is room
	 * @param maxPayload what the server takes, in bytes of headers and body
	 */
	static Headers failed(StoredMessage entry, long deliveries, Failed failed, Instant now, boolean stackTrace,
			long maxPayload) {
		Headers headers = new Headers();
		for (Detail detail : Detail.values()) {
			if (detail.stackTrace && !stackTrace) {
				continue;
			}
			headers = failed(entry, deliveries, failed, now, stackTrace, detail);
			if (entry.body().length + headers.serializedLength() + DeadLetterMessage.RESERVED <= maxPayload) {
				break;
			}
		}
		return headers;
	}

	private static Headers failed(StoredMessage entry, long deliveries, Failed failed, Instant now, boolean stackTrace,
			Detail detail) {
		Headers headers = released(entry);
		headers.put(DeadLetterHeaders.REASON, failed.reason().name());
		headers.put(DeadLetterHeaders.DELIVERIES, Long.toString(deliveries));
		headers.put(DeadLetterHeaders.LAST_FAILED_AT, now.toString());
		headers.remove(DeadLetterHeaders.EXCEPTION, DeadLetterHeaders.MESSAGE, DeadLetterHeaders.STACK_TRACE);
		describe(failed, detail, headers);
		List<String> dropped = new ArrayList<>();
		String before = entry.header(DeadLetterHeaders.DROPPED);
		if (before != null) {
			dropped.addAll(List.of(before.split(",")));
			dropped.removeAll(List.of(SHORTENED, STACK_TRACE));
		}
		if (stackTrace && !detail.stackTrace && failed.failure() != null) {
			dropped.add(STACK_TRACE);
		}
		if (detail.longestMessage < DeadLetterMessage.LONGEST_MESSAGE) {
			dropped.add(SHORTENED);
		}
		headers.remove(DeadLetterHeaders.DROPPED);
		if (!dropped.isEmpty()) {
			headers.put(DeadLetterHeaders.DROPPED, String.join(",", dropped));
		}
		return headers;
	}

	private static void describe(Failed failed, Detail detail, Headers headers) {
		Throwable failure = failed.failure();
		if (failure == null || detail.longestMessage == 0) {
			return;
		}
		headers.put(DeadLetterHeaders.EXCEPTION,
				DeadLetterMessage.printable(failure.getClass().getName(), detail.longestMessage));
		String message = failure.getMessage();
		if (message != null) {
			headers.put(DeadLetterHeaders.MESSAGE, DeadLetterMessage.printable(message, detail.longestMessage));
		}
		if (detail.stackTrace) {
			headers.put(DeadLetterHeaders.STACK_TRACE, StackTraceText.encode(failure));
		}
	}

	/**
	 * Whether an entry is what was published with some headers, so that a publish whose
	 * answer was lost has arrived.
	 */
	static boolean isStored(Headers published, StoredMessage entry) {
		return ofEntry(published).equals(ofEntry(entry.headers()));
	}

	private static Map<String, List<String>> ofEntry(Headers headers) {
		Map<String, List<String>> kept = new TreeMap<>();
		headers.forEach((name, values) -> {
			if (!DeadLetterHeaders.isOfServer(name)) {
				kept.put(name, List.copyOf(values));
			}
		});
		return kept;
	}

	private static boolean isOfEntry(String name) {
		return !DeadLetterHeaders.isOfServer(name) && !name.equalsIgnoreCase(DeadLetterHeaders.CLAIMED_UNTIL)
				&& !name.equalsIgnoreCase(DeadLetterHeaders.CLAIMED_BY);
	}

	/**
	 * How much is told of a failure: less and less, until it fits.
	 */
	private enum Detail {

		ALL(DeadLetterMessage.LONGEST_MESSAGE, true), NO_STACK_TRACE(DeadLetterMessage.LONGEST_MESSAGE, false),
		SHORT_MESSAGE(DeadLetterMessage.SHORT_MESSAGE, false), NOTHING(0, false);

		private final int longestMessage;

		private final boolean stackTrace;

		Detail(int longestMessage, boolean stackTrace) {
			this.longestMessage = longestMessage;
			this.stackTrace = stackTrace;
		}

	}

}
