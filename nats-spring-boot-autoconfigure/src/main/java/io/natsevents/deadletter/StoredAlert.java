package io.natsevents.deadletter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * An alert as all instances share it, in the headers of a message.
 *
 * @param alert the alert
 * @param progress who has been told
 * @param holder the instance that tells the others
 * @param sequence sequence of the message
 * @param storedAt when the message was stored
 */
record StoredAlert(DeadLetterAlert alert, Progress progress, String holder, long sequence, Instant storedAt) {

	private static final String ID = "Alert-Id";

	private static final String STATE = "Alert-State";

	private static final String SINCE = "Alert-Since";

	private static final String MESSAGES = "Alert-Messages";

	private static final String OLDEST = "Alert-Oldest";

	private static final String LIMIT_MESSAGES = "Alert-Limit-Messages";

	private static final String LIMIT_AGE = "Alert-Limit-Age";

	private static final String APPLICATION = "Alert-Application";

	private static final String PROGRESS = "Alert-Progress";

	private static final String HOLDER = "Alert-Holder";

	/**
	 * Who has been told.
	 */
	enum Progress {

		/** Nobody yet. */
		DECIDED,

		/** The log and the listeners of one application. */
		LOGGED,

		/** The webhook, too. */
		NOTIFIED

	}

	StoredAlert progress(Progress changed) {
		return new StoredAlert(this.alert, changed, this.holder, this.sequence, this.storedAt);
	}

	StoredAlert heldBy(String instance) {
		return new StoredAlert(this.alert, this.progress, instance, this.sequence, this.storedAt);
	}

	StoredAlert storedAs(long stored, Instant at) {
		return new StoredAlert(this.alert, this.progress, this.holder, stored, at);
	}

	Headers headers() {
		Headers headers = new Headers();
		headers.put(ID, this.alert.id());
		headers.put(STATE, this.alert.state().name());
		headers.put(SINCE, this.alert.since().toString());
		headers.put(MESSAGES, Long.toString(this.alert.numbers().messages()));
		Instant oldest = this.alert.numbers().oldest();
		if (oldest != null) {
			headers.put(OLDEST, oldest.toString());
		}
		headers.put(LIMIT_MESSAGES, Long.toString(this.alert.limits().messages()));
		headers.put(LIMIT_AGE, this.alert.limits().age().toString());
		headers.put(APPLICATION, this.alert.application());
		headers.put(PROGRESS, this.progress.name());
		headers.put(HOLDER, this.holder);
		return headers;
	}

	/**
	 * Read an alert.
	 * @return the alert, or {@code null} when the headers are not those of one
	 */
	static @Nullable StoredAlert read(Headers headers, long sequence, Instant storedAt) {
		try {
			String oldest = headers.getFirst(OLDEST);
			DeadLetterNumbers numbers = new DeadLetterNumbers(Long.parseLong(text(headers, MESSAGES)),
					(oldest != null) ? Instant.parse(oldest) : null);
			DeadLetterLimits limits = new DeadLetterLimits(Long.parseLong(text(headers, LIMIT_MESSAGES)),
					Duration.parse(text(headers, LIMIT_AGE)));
			DeadLetterAlert alert = new DeadLetterAlert(text(headers, ID),
					DeadLetterAlert.State.valueOf(text(headers, STATE)), Instant.parse(text(headers, SINCE)), numbers,
					limits, text(headers, APPLICATION));
			return new StoredAlert(alert, Progress.valueOf(text(headers, PROGRESS)), text(headers, HOLDER), sequence,
					storedAt);
		}
		catch (DateTimeException | IllegalArgumentException | NullPointerException ex) {
			// Somebody else's message, or that of a later version
			return null;
		}
	}

	private static String text(Headers headers, String name) {
		return Objects.requireNonNull(headers.getFirst(name));
	}

}
