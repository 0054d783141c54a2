package io.natsevents.observe;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.natsevents.deadletter.DeadLetter;
import io.natsevents.deadletter.DeadLetterContent;
import io.natsevents.deadletter.DeadLetterPage;
import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.event.Event;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A dead letter as the endpoint shows it; what is not known is left out.
 *
 * @param id its id
 * @param sequence its own sequence in the stream of dead letters
 * @param parkedAt when this state of it was stored
 * @param size bytes of headers and body
 * @param original the event it is of
 * @param failure why it was parked
 * @param claim who redrives it at the moment
 * @param dropped what was left out of it
 * @param content headers and data of the event, when they may be shown
 */
public record DeadLetterDescriptor(String id, long sequence, Instant parkedAt, long size, Original original,
		Failure failure, @Nullable Claim claim, List<String> dropped,
		@Nullable Content content) implements OperationResponseBody {

	static DeadLetterDescriptor of(DeadLetter deadLetter) {
		return of(deadLetter, deadLetter.stackTrace(), null);
	}

	static DeadLetterDescriptor of(DeadLetterContent content) {
		return of(content.deadLetter(), content.deadLetter().stackTrace(), Content.of(content));
	}

	private static DeadLetterDescriptor of(DeadLetter deadLetter, @Nullable String stackTrace,
			@Nullable Content content) {
		Instant claimedUntil = deadLetter.claimedUntil();
		return new DeadLetterDescriptor(deadLetter.id().toString(), deadLetter.sequence(), deadLetter.parkedAt(),
				deadLetter.size(), Original.of(deadLetter), Failure.of(deadLetter, stackTrace),
				(claimedUntil != null) ? new Claim(claimedUntil, deadLetter.claimedBy()) : null, deadLetter.dropped(),
				content);
	}

	static PageDescriptor page(DeadLetterPage page) {
		Long next = page.next().isPresent() ? page.next().getAsLong() : null;
		return new PageDescriptor(page.deadLetters().stream().map((deadLetter) -> of(deadLetter, null, null)).toList(),
				next);
	}

	/**
	 * Some dead letters.
	 *
	 * @param deadLetters the dead letters, the oldest first, without stack traces
	 * @param next what to give as {@code after} for the next page
	 */
	public record PageDescriptor(List<DeadLetterDescriptor> deadLetters,
			@Nullable Long next) implements OperationResponseBody {
	}

	/**
	 * The event a dead letter is of.
	 *
	 * @param stream stream it is stored in
	 * @param sequence its sequence there
	 * @param storedAt when it was stored
	 * @param subject its subject
	 * @param eventId its id
	 * @param type its type
	 * @param organization its organization
	 * @param entity its entity
	 */
	public record Original(String stream, long sequence, Instant storedAt, @Nullable String subject,
			@Nullable String eventId, @Nullable String type, @Nullable String organization, @Nullable String entity) {

		private static Original of(DeadLetter deadLetter) {
			return new Original(deadLetter.id().position().stream(), deadLetter.id().position().sequence(),
					deadLetter.id().position().storedAt(), deadLetter.subject(), deadLetter.eventId(),
					deadLetter.type(), deadLetter.organizationId(), deadLetter.entity());
		}

	}

	/**
	 * Why an event was parked.
	 *
	 * @param durable durable consumer whose listener gave it up
	 * @param application application that parked it
	 * @param reason why
	 * @param deliveries how often it was delivered, 0 when that is not known
	 * @param firstFailedAt when it failed for the first time
	 * @param lastFailedAt when it failed for the last time
	 * @param exception class of the last exception
	 * @param message its message, shortened
	 * @param stackTrace its stack trace, when dead letters have one
	 * @param replay id of the replay in which it failed, where it was one
	 */
	public record Failure(String durable, @Nullable String application, @Nullable DeadLetterReason reason,
			long deliveries, @Nullable Instant firstFailedAt, @Nullable Instant lastFailedAt,
			@Nullable String exception, @Nullable String message, @Nullable String stackTrace,
			@Nullable String replay) {

		private static Failure of(DeadLetter deadLetter, @Nullable String stackTrace) {
			return new Failure(deadLetter.id().durable(), deadLetter.application(), deadLetter.reason(),
					deadLetter.deliveries(), deadLetter.firstFailedAt(), deadLetter.lastFailedAt(),
					deadLetter.exception(), deadLetter.message(), stackTrace, deadLetter.replay());
		}

	}

	/**
	 * Who redrives a dead letter.
	 *
	 * @param until until when
	 * @param by who
	 */
	public record Claim(Instant until, @Nullable String by) {
	}

	/**
	 * What may be personal data.
	 *
	 * @param source where it is from
	 * @param headers headers
	 * @param data data of the event
	 * @param body the body as text, when it cannot be read as an event
	 */
	public record Content(DeadLetterContent.Source source, Map<String, List<String>> headers, @Nullable Object data,
			@Nullable String body) {

		private static Content of(DeadLetterContent content) {
			Event<Object> event = content.event();
			return new Content(content.source(), content.headers(), (event != null) ? event.data() : null,
					(event != null) ? null : new String(content.body(), StandardCharsets.UTF_8));
		}

	}

}
