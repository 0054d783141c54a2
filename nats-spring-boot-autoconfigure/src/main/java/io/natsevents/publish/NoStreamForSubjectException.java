package io.natsevents.publish;

import java.util.List;

/**
 * No stream of the server takes events of this subject, so there is nothing that could
 * store them.
 */
public class NoStreamForSubjectException extends PublishRejectedException {

	private final List<String> declaredStreams;

	public NoStreamForSubjectException(String eventId, String subject, List<String> declaredStreams) {
		super(eventId, subject, "No stream takes subject '" + subject + "', so event " + eventId
				+ " was not stored. Streams declared by this application: "
				+ (declaredStreams.isEmpty() ? "none" : String.join(", ", declaredStreams)) + ". Add '"
				+ firstToken(subject) + "' to nats.jetstream.services of the application that owns it, or correct "
				+ "the event's type", null);
		this.declaredStreams = List.copyOf(declaredStreams);
	}

	private static String firstToken(String subject) {
		int dot = subject.indexOf('.');
		return (dot < 0) ? subject : subject.substring(0, dot);
	}

	/**
	 * Streams this application has declared.
	 * @return each with its subjects, such as {@code AUTH_EVENTS (auth.>)}
	 */
	public List<String> getDeclaredStreams() {
		return this.declaredStreams;
	}

}
