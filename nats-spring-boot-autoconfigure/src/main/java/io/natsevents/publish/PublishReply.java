package io.natsevents.publish;

import java.io.IOException;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.support.Status;
import org.jspecify.annotations.Nullable;

/**
 * What the answer to a publish request means.
 *
 * @param kind the meaning
 * @param confirmation what the stream says, when stored
 * @param errorCode the server's error code, or 0 where there is none
 * @param error the server's words, when it was not stored
 */
public record PublishReply(Kind kind, @Nullable PublishConfirmation confirmation, int errorCode,
		@Nullable String error) {

	private static final int NO_RESPONDERS = 503;

	private static final int TOO_MANY_REQUESTS = 429;

	/** An election, in the words of a server that has no part in it. */
	private static final int CLUSTER_UNAVAILABLE = 10008;

	/** Sent before, and not decided yet. */
	private static final int DUPLICATE_IN_PROCESS = 10158;

	/**
	 * Meanings of an answer.
	 */
	public enum Kind {

		/** Stored, now or before. */
		STORED,

		/**
		 * Nobody listens on the subject: no stream takes it, or its leader is being
		 * elected.
		 */
		NO_RESPONDERS,

		/** Not stored, for a reason that can pass. */
		REFUSED_FOR_NOW,

		/** Not stored, and never will be. */
		REFUSED,

		/** No answer: the message may have arrived or not. */
		UNANSWERED

	}

	/**
	 * Interpret what came of a request.
	 * @param message the answer, or {@code null} when there is none
	 * @param failure why there is no answer, or {@code null} when there is one
	 * @return the meaning
	 */
	public static PublishReply of(@Nullable Message message, @Nullable Throwable failure) {
		if (failure instanceof JetStreamStatusException ex && ex.getStatus().getCode() == NO_RESPONDERS) {
			return noResponders();
		}
		if (message == null) {
			return new PublishReply(Kind.UNANSWERED, null, 0,
					(failure != null) ? failure.toString() : "the server did not answer");
		}
		if (message.isStatusMessage()) {
			return of(message.getStatus());
		}
		try {
			return new PublishReply(Kind.STORED, PublishConfirmation.of(message), 0, null);
		}
		catch (JetStreamApiException ex) {
			return new PublishReply(meaning(ex), null, Math.max(0, ex.getApiErrorCode()), ex.getMessage());
		}
		catch (IOException ex) {
			return new PublishReply(Kind.UNANSWERED, null, 0, ex.getMessage());
		}
	}

	private static PublishReply of(Status status) {
		return switch (status.getCode()) {
			case NO_RESPONDERS -> noResponders();
			// What a stream answers that drops messages because too many come in
			case TOO_MANY_REQUESTS -> new PublishReply(Kind.REFUSED_FOR_NOW, null, 0, status.getMessageWithCode());
			default -> new PublishReply(Kind.UNANSWERED, null, 0, status.getMessageWithCode());
		};
	}

	/**
	 * The server's own split, read from its errors.json: 5xx passes, 4xx does not, save
	 * 429. What has no number of the server's is the client's word for "not JSON".
	 */
	private static Kind meaning(JetStreamApiException error) {
		if (error.getApiErrorCode() <= 0 || error.getApiErrorCode() == DUPLICATE_IN_PROCESS) {
			return Kind.UNANSWERED;
		}
		if (error.getApiErrorCode() == CLUSTER_UNAVAILABLE) {
			return Kind.NO_RESPONDERS;
		}
		boolean canPass = error.getErrorCode() >= 500 || error.getErrorCode() == TOO_MANY_REQUESTS;
		return canPass ? Kind.REFUSED_FOR_NOW : Kind.REFUSED;
	}

	private static PublishReply noResponders() {
		return new PublishReply(Kind.NO_RESPONDERS, null, 0, "503 no responders");
	}

}
