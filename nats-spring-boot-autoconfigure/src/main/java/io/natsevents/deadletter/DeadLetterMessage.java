package io.natsevents.deadletter;

import java.util.ArrayList;
import java.util.List;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it goes over the wire: the original body and headers, and why it is
 * here.
 * <p>
 * It must fit the server's {@code max_payload}, or the server would cut the connection,
 * and its headers what a stream takes, or it would be refused for ever. What does not fit
 * is left out in this order: the stack trace, all but the beginning of the exception's
 * message, the headers of the original, its body. {@code Dlq-Dropped} names what is
 * missing, and is {@code subject} when the original's has characters no header can hold.
 *
 * @param subject subject it is published to
 * @param headers its headers
 * @param body its body
 */
record DeadLetterMessage(String subject, Headers headers, byte[] body) {

	static final int LONGEST_MESSAGE = 1000;

	static final int SHORT_MESSAGE = 100;

	/** For the headers that are added when it is published, and when it is claimed. */
	static final int RESERVED = 512;

	/** What a stream takes of headers, as nats-server 2.15.1 refuses more (10097). */
	static final int LARGEST_HEADERS = 65_535;

	private static final byte[] NO_BODY = {};

	/**
	 * Make the dead letter of a delivery.
	 * @param delivery what is given up
	 * @param application name of this application
	 * @param stackTrace whether it has the stack trace of the exception
	 * @param maxPayload what the server takes, in bytes of headers and body
	 * @return the dead letter
	 */
	static DeadLetterMessage of(FailedDelivery delivery, String application, boolean stackTrace, long maxPayload) {
		DeadLetterMessage message = null;
		for (Reduction reduction : Reduction.values()) {
			message = build(delivery, application, stackTrace, reduction);
			if (message.fits(maxPayload)) {
				return message;
			}
		}
		throw new IllegalStateException(
				"max_payload " + maxPayload + " of the server is too small for any dead letter");
	}

	private boolean fits(long maxPayload) {
		long largest = (long) this.headers.serializedLength() + RESERVED;
		return largest <= LARGEST_HEADERS && largest + this.body.length <= maxPayload;
	}

	private static DeadLetterMessage build(FailedDelivery delivery, String application, boolean stackTrace,
			Reduction reduction) {
		Message original = delivery.message();
		Headers headers = new Headers();
		List<String> dropped = new ArrayList<>();
		copyHeaders(original.getHeaders(), headers, dropped, reduction.keepsHeaders);
		if (!printable(original.getSubject(), Integer.MAX_VALUE).equals(original.getSubject())) {
			dropped.add("subject");
		}
		describe(delivery, application, headers, reduction.longestMessage);
		Throwable failure = delivery.failure();
		if (stackTrace && failure != null) {
			if (reduction.keepsStackTrace) {
				headers.put(DeadLetterHeaders.STACK_TRACE, StackTraceText.encode(failure));
			}
			else {
				dropped.add("stack-trace");
			}
		}
		if (reduction.longestMessage < LONGEST_MESSAGE) {
			dropped.add("message");
		}
		if (!reduction.keepsHeaders) {
			dropped.add("headers");
		}
		if (!reduction.keepsBody) {
			dropped.add("body");
			headers.put(DeadLetterHeaders.BODY, "in " + delivery.position());
		}
		if (!dropped.isEmpty()) {
			headers.put(DeadLetterHeaders.DROPPED, String.join(",", dropped));
		}
		byte[] body = (reduction.keepsBody && original.getData() != null) ? original.getData() : NO_BODY;
		return new DeadLetterMessage(delivery.id().subject(), headers, body);
	}

	private static void copyHeaders(@Nullable Headers from, Headers to, List<String> dropped, boolean keep) {
		if (from == null || !keep) {
			return;
		}
		from.forEach((name, values) -> {
			if (!DeadLetterHeaders.isOfServer(name) && !DeadLetterHeaders.isOfDeadLetter(name)) {
				try {
					to.put(name, values);
				}
				catch (IllegalArgumentException ex) {
					// Another client wrote what this one cannot send
					dropped.add("header " + printable(name, SHORT_MESSAGE));
				}
			}
		});
	}

	private static void describe(FailedDelivery delivery, String application, Headers headers, int longestMessage) {
		headers.put(DeadLetterHeaders.STREAM, printable(delivery.position().stream(), LONGEST_MESSAGE));
		headers.put(DeadLetterHeaders.CONSUMER, delivery.durable());
		headers.put(DeadLetterHeaders.SUBJECT, printable(delivery.message().getSubject(), Integer.MAX_VALUE));
		headers.put(DeadLetterHeaders.SEQUENCE, Long.toString(delivery.position().sequence()));
		headers.put(DeadLetterHeaders.STORED_AT, delivery.position().storedAt().toString());
		headers.put(DeadLetterHeaders.REASON, delivery.reason().name());
		headers.put(DeadLetterHeaders.DELIVERIES, Long.toString(delivery.deliveries()));
		headers.put(DeadLetterHeaders.FIRST_FAILED_AT, delivery.firstFailedAt().toString());
		headers.put(DeadLetterHeaders.LAST_FAILED_AT, delivery.lastFailedAt().toString());
		headers.put(DeadLetterHeaders.APPLICATION, printable(application, LONGEST_MESSAGE));
		String eventId = delivery.eventId();
		if (eventId != null) {
			headers.put(DeadLetterHeaders.EVENT_ID, printable(eventId, LONGEST_MESSAGE));
		}
		Throwable failure = delivery.failure();
		if (failure != null) {
			headers.put(DeadLetterHeaders.EXCEPTION, printable(failure.getClass().getName(), LONGEST_MESSAGE));
			String message = failure.getMessage();
			if (message != null) {
				headers.put(DeadLetterHeaders.MESSAGE, printable(message, longestMessage));
			}
		}
	}

	static String printable(String value) {
		return printable(value, LONGEST_MESSAGE);
	}

	/**
	 * What the client accepts as a header's value: printable ASCII.
	 */
	static String printable(String value, int longest) {
		String shortened = (value.length() > longest) ? value.substring(0, longest) : value;
		StringBuilder result = new StringBuilder(shortened.length());
		for (int i = 0; i < shortened.length(); i++) {
			char character = shortened.charAt(i);
			result.append((character >= ' ' && character <= '~') ? character : '?');
		}
		return result.toString();
	}

	/**
	 * Steps in which a dead letter is made smaller.
	 */
	private enum Reduction {

		NOTHING(true, LONGEST_MESSAGE, true, true), STACK_TRACE(false, LONGEST_MESSAGE, true, true),
		MESSAGE(false, SHORT_MESSAGE, true, true), HEADERS(false, SHORT_MESSAGE, false, true),
		BODY(false, SHORT_MESSAGE, false, false);

		private final boolean keepsStackTrace;

		private final int longestMessage;

		private final boolean keepsHeaders;

		private final boolean keepsBody;

		Reduction(boolean keepsStackTrace, int longestMessage, boolean keepsHeaders, boolean keepsBody) {
			this.keepsStackTrace = keepsStackTrace;
			this.longestMessage = longestMessage;
			this.keepsHeaders = keepsHeaders;
			this.keepsBody = keepsBody;
		}

	}

}
