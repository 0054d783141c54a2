package io.natsevents.publish;

import java.util.Locale;

import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Headers that interceptors add to the message of one event, such as {@code traceparent}.
 * They are for this hop only; what belongs to the event is one of its attributes.
 */
public final class PublishHeaders {

	private final Headers headers = new Headers();

	PublishHeaders() {
	}

	/**
	 * Set a header, in place of an earlier value.
	 * @param name name of the header, case-sensitive
	 * @param value its value, in printable ASCII
	 * @return these headers
	 * @throws IllegalArgumentException when the name belongs to NATS ({@code Nats-*}), to
	 * CloudEvents ({@code ce-*}, {@code Content-Type}) or to dead letters
	 * ({@code Dlq-*}), or when name or value cannot stand in a header
	 */
	public PublishHeaders set(String name, String value) {
		String lowerCase = name.toLowerCase(Locale.ROOT);
		if (lowerCase.startsWith("nats-") || lowerCase.startsWith("ce-") || lowerCase.startsWith("dlq-")
				|| lowerCase.equals("content-type")) {
			throw new IllegalArgumentException("Header '" + name
					+ "' is not an interceptor's to set: Nats-*, ce-*, Dlq-* and Content-Type carry meaning of their "
					+ "own; use another name, or an attribute of the event");
		}
		this.headers.put(name, value);
		return this;
	}

	/**
	 * What an interceptor has set.
	 * @param name name of the header
	 * @return its value, or {@code null} when it is not set
	 */
	public @Nullable String get(String name) {
		return this.headers.getFirst(name);
	}

	void addTo(Headers target) {
		this.headers.forEach((name, values) -> target.put(name, values));
	}

}
